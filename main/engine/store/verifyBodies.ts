import { streamBody } from './readBody.ts';
import type { Segments } from './Segments.ts';
import { toStoreError } from './StoreError.ts';
import type { Body } from './StoreIndex.ts';
import type { VerifyReport } from './storeTypes.ts';

/** Reads and hashes each message once. Damage is reported, never mended or dropped. */
export const verifyBodies = async (
  segments: Segments,
  bodies: readonly Body[],
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
      damaged.push({ sha256, segment, offset, reason: toStoreError(error, 'verifying').message });
    }
  }
  return { checked, bytes, damaged };
};
