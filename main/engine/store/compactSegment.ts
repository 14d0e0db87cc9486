import { readBody, readStored } from './readBody.ts';
import type { Segments } from './Segments.ts';
import { separatorLine } from './mboxEscaping.ts';
import type { RelocatedRecord } from './storeRecords.ts';
import type { Body } from './StoreIndex.ts';

const separatorLength = separatorLine(0).length;

/**
 * Copies a segment's living messages, as they lie there, to other segments and makes the copies durable. Each is
 * verified first: a damaged one stops it with `corrupt`, so that nothing is thrown away that might still be mended.
 * The old file stays; the caller journals the returned record and only then removes it.
 */
export const compactSegment = async (
  segments: Segments,
  segment: number,
  bodies: readonly Body[],
  signal?: AbortSignal,
): Promise<RelocatedRecord> => {
  const moves: [number, number, number][] = [];
  if (bodies.length === 0) return { kind: 'relocated', segment, moves };
  const writer = await segments.lease();
  const generation = writer.generation;
  try {
    for (const body of [...bodies].sort((one, other) => one.offset - other.offset)) {
      signal?.throwIfAborted();
      await readBody(segments, body);
      const length = separatorLength + body.storedLength + body.trailer;
      const bytes = await readStored(segments, body, -separatorLength, length);
      writer.assertKept(generation, Infinity);
      moves.push([body.offset, writer.segment, writer.end + separatorLength]);
      await writer.append(bytes);
    }
    await writer.sync();
    return { kind: 'relocated', segment, moves };
  } finally {
    segments.release(writer);
  }
};
