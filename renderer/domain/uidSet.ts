import type { Uid, UidSet } from '../../preload/contract/index.ts';

/** UIDs `low` to `high`, both included. */
export interface UidRange {
  readonly low: number;
  readonly high: number;
}

/**
 * The ranges of a set, ascending, disjoint and not adjacent; `9:5` is `5:9` (RFC 3501 section 9, `seq-range`).
 * Never expanded to single UIDs: a hostile `1:4294967295` costs one range.
 */
export function parseUidSet(set: UidSet): readonly UidRange[] {
  if (set === '') return [];
  const ranges = set.split(',').map((piece) => {
    const [first = 0, second = first] = piece.split(':').map(Number);
    return { low: Math.min(first, second), high: Math.max(first, second) };
  });
  ranges.sort((a, b) => a.low - b.low);
  const merged: { low: number; high: number }[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && range.low <= last.high + 1) last.high = Math.max(last.high, range.high);
    else merged.push({ ...range });
  }
  return merged;
}

/** The shortest set for these UIDs, in any order, with or without repetition. */
export function formatUidSet(uids: Iterable<number>): UidSet {
  const sorted = [...new Set(uids)].sort((a, b) => a - b);
  const pieces: string[] = [];
  for (let index = 0; index < sorted.length; index += 1) {
    const low = sorted[index];
    let high = low;
    while (high !== undefined && sorted[index + 1] === high + 1) {
      high += 1;
      index += 1;
    }
    pieces.push(low === high ? `${low}` : `${low}:${high}`);
  }
  // Digits, colons and commas in ascending order: what the brand says.
  return pieces.join(',') as UidSet;
}

/** Whether `uid` is in one of these ranges; they are as parseUidSet gives them. */
export function includesUid(ranges: readonly UidRange[], uid: number): boolean {
  let from = 0;
  let to = ranges.length - 1;
  while (from <= to) {
    const middle = (from + to) >> 1;
    const range = ranges[middle];
    if (range === undefined) return false;
    if (uid < range.low) to = middle - 1;
    else if (uid > range.high) from = middle + 1;
    else return true;
  }
  return false;
}

/** Single UIDs of the ranges, at most `limit` of them: for sets a person chose, not for those a server sent. */
export function expandRanges(ranges: readonly UidRange[], limit: number): readonly Uid[] {
  const uids: Uid[] = [];
  for (const { low, high } of ranges) {
    for (let uid = low; uid <= high && uids.length < limit; uid += 1) {
      // Every UID between two valid ones is valid.
      uids.push(uid as Uid);
    }
  }
  return uids;
}
