import { compactSegment } from './compactSegment.ts';
import type { Segments } from './Segments.ts';
import { toStoreError } from './StoreError.ts';
import type { StoreIndex } from './StoreIndex.ts';
import type { SealedRecord, StoreRecord } from './storeRecords.ts';
import type { VerifyReport } from './storeTypes.ts';

export interface CompactOptions {
  /** How much of a segment must be dead for it to be copied: this share, by default half of it … */
  readonly deadShare?: number;
  /** … and so many bytes. */
  readonly deadBytes?: number;
  readonly signal?: AbortSignal;
}

/** Copies the segments that are worth it; `record` makes the move durable before the old file is removed. */
export const compactStore = async (
  index: StoreIndex,
  segments: Segments,
  record: (relocated: StoreRecord) => Promise<void>,
  { deadShare = 0.5, deadBytes = 0, signal }: CompactOptions,
): Promise<{ readonly removed: number }> => {
  let removed = 0;
  for (const [number, segment] of [...index.segments]) {
    const dead = segment.end - segment.liveBytes;
    if (segment.sealed || dead < segment.end * deadShare || dead < deadBytes) continue;
    if (!segments.takeOutOfUse(number, segment.end)) continue;
    await record(await compactSegment(segments, number, [...segment.bodies.values()], signal));
    await segments.remove(number).catch((error: unknown) => {
      throw toStoreError(error, 'removing a compacted segment');
    });
    removed += 1;
  }
  return { removed };
};

/** The records that put the segments of damaged messages out of use. */
export const planSeals = (index: StoreIndex, segments: Segments, report: VerifyReport): SealedRecord[] =>
  [...new Set(report.damaged.map(({ segment }) => segment))].flatMap((number) => {
    const segment = index.segments.get(number);
    const mayClose = segment !== undefined && !segment.sealed && segments.takeOutOfUse(number, segment.end);
    return mayClose ? [{ kind: 'sealed', segment: number, sizeBytes: segment.end }] : [];
  });
