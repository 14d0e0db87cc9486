import { streamBody } from './readBody.ts';
import type { Segments } from './Segments.ts';
import { toStoreError } from './StoreError.ts';
import type { Body } from './StoreIndex.ts';
import type { VerifyReport } from './storeTypes.ts';

/** Reads and hashes each message once. Damage is reported, never mended or dropped. */
export const verifyBodies = async (
  segments: Segments,
  bodies: readonly Body[],
  placesOf: (body: Body) => VerifyReport['damaged'][number]['places'],
  signal?: AbortSignal,
): Promise<VerifyReport> => {
  const damaged: VerifyReport['damaged'][number][] = [];
  let checked = 0;
  let bytes = 0;
  for (const body of bodies) {
    signal?.throwIfAborted();
    if (body.references === 0) continue; // deleted while we were reading
    try {
      for await (const piece of streamBody(segments, body)) bytes += piece.length;
      checked += 1;
    } catch (error) {
      const { sha256, segment, offset } = body;
      const { code, message: reason } = toStoreError(error, 'verifying');
      const kind =
        code !== 'corrupt' ? 'unreadable' : (await isThere(segments, body)) ? 'damaged' : 'missing';
      damaged.push({ kind, places: placesOf(body), sha256, segment, offset, reason });
    }
  }
  return { checked, bytes, damaged };
};

/** Whether the file is there and long enough to hold it. */
const isThere = async (segments: Segments, { segment, offset, storedLength }: Body): Promise<boolean> => {
  try {
    const file = await segments.openForReading(segment);
    try {
      return (await file.size()) >= offset + storedLength;
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
};
