import type { HostClient } from '../../../../preload/contract/index.ts';
import type { RemotePicture } from './remotePictures.ts';

/** More of one message are not loaded. */
const MAX_PICTURES = 200;
const MAX_BYTES = 50_000_000;
const AT_ONCE = 4;

export interface LoadedPictures {
  /** Blob addresses by remote address; the caller gives them back. */
  readonly urls: ReadonlyMap<string, string>;
  readonly failed: number;
}

/**
 * Loads a message's pictures through main, its opening counters left out. What fails is counted, never thrown; when
 * `signal` aborts, what came until then is the answer.
 */
export async function loadPictures(
  api: HostClient['api'],
  pictures: readonly RemotePicture[],
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<LoadedPictures> {
  const wanted = pictures.filter(({ isTracker }) => !isTracker).map(({ url }) => url);
  const queue = wanted.slice(0, MAX_PICTURES);
  const total = queue.length;
  const urls = new Map<string, string>();
  let failed = wanted.length - total;
  let bytesLeft = MAX_BYTES;
  let done = 0;
  onProgress(0, total);
  const work = async (): Promise<void> => {
    for (let url = queue.shift(); url !== undefined && !signal.aborted; url = queue.shift()) {
      try {
        if (bytesLeft <= 0) throw new RangeError('the pictures of this message are too large together');
        const { type, bytes } = await api['web.fetchPicture']({ url }, { signal });
        bytesLeft -= bytes.length;
        urls.set(url, URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type })));
      } catch {
        // Each is one of many: the number of those missing is what is said.
        failed += 1;
      }
      done += 1;
      onProgress(done, total);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { urls, failed: failed + queue.length };
}
