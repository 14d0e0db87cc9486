import { useRef, useState } from 'react';
import {
  toErrorData,
  type DraftAttachment,
  type HostApi,
  type MailErrorData,
} from '../../../preload/contract/index.ts';
import { uploadBlob } from './uploadBlob.ts';

/** A file on its way into the draft. */
export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  readonly error: MailErrorData | null;
}

/** Where the bytes come from: a chosen file, or an attachment that must be fetched first. */
export interface UploadSource {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly contentId: string | null;
  readonly bytes: (signal: AbortSignal) => Promise<Blob>;
}

export const sourceOfFile = (file: File, contentId: string | null = null): UploadSource => ({
  name: file.name,
  type: file.type,
  sizeBytes: file.size,
  contentId,
  bytes: async () => file,
});

export interface Uploads {
  readonly uploads: readonly Upload[];
  /** Uploads one after the other; each lands in `onDone` when the host holds it. */
  readonly start: (sources: readonly UploadSource[]) => Promise<void>;
  readonly cancel: (key: string) => void;
}

/** Files being handed to the host. */
export function useUploads(api: HostApi, onDone: (attachment: DraftAttachment) => void): Uploads {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const controllers = useRef(new Map<string, AbortController>());
  const update = (key: string, change: Partial<Upload>): void =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...change } : one)));
  const remove = (key: string): void => setUploads((all) => all.filter((one) => one.key !== key));

  const run = async (key: string, source: UploadSource): Promise<void> => {
    const controller = controllers.current.get(key);
    if (controller === undefined) return;
    try {
      const file = await source.bytes(controller.signal);
      const { blobId, sizeBytes } = await uploadBlob(api, file, {
        signal: controller.signal,
        onProgress: (sentBytes) => update(key, { sentBytes }),
      });
      remove(key);
      onDone({
        blobId,
        name: source.name.slice(0, 255),
        type: source.type === '' ? 'application/octet-stream' : source.type.slice(0, 255),
        sizeBytes,
        contentId: source.contentId,
      });
    } catch (error) {
      const data = toErrorData(error);
      if (data.code === 'cancelled') remove(key);
      else update(key, { error: data });
    } finally {
      controllers.current.delete(key);
    }
  };

  return {
    uploads,
    start: async (sources) => {
      const added = sources.map((source) => ({ key: crypto.randomUUID(), source }));
      for (const { key } of added) controllers.current.set(key, new AbortController());
      setUploads((all) => [
        ...all,
        ...added.map(({ key, source: { name, sizeBytes } }) => ({
          key,
          name,
          sizeBytes,
          sentBytes: 0,
          error: null,
        })),
      ]);
      for (const { key, source } of added) await run(key, source);
    },
    cancel: (key) => {
      controllers.current.get(key)?.abort();
      remove(key);
    },
  };
}
