import type { BlobId, HostApi } from '../../../preload/contract/index.ts';

/** The contract's limit for one piece. */
export const PIECE_BYTES = 1024 * 1024;

/**
 * Hands a file to the host piece by piece. Resolves when the host holds it durably; rejects with `cancelled` when
 * `signal` fires (the host forgets unfinished files). `onProgress` gets bytes handed over so far.
 */
export async function uploadBlob(
  api: Pick<HostApi, 'blobs.create' | 'blobs.append' | 'blobs.finish'>,
  file: Blob,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (sentBytes: number) => void },
): Promise<{ readonly blobId: BlobId; readonly sizeBytes: number }> {
  const { blobId } = await api['blobs.create']({}, { signal });
  for (let offset = 0; offset < file.size; offset += PIECE_BYTES) {
    const bytes = new Uint8Array(await file.slice(offset, offset + PIECE_BYTES).arrayBuffer());
    await api['blobs.append']({ blobId, bytes }, { signal });
    onProgress(Math.min(file.size, offset + bytes.length));
  }
  const { sizeBytes } = await api['blobs.finish']({ blobId }, { signal });
  return { blobId, sizeBytes };
}
