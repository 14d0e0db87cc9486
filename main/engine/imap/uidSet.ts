import { UidSet, type Uid } from '../../../preload/contract/index.ts';

/** Inclusive, low <= high. */
export type UidRange = readonly [low: number, high: number];
/** Ascending, disjoint, never adjacent: one set has one form. */
export type UidRanges = readonly UidRange[];

export const MAX_UID = 4_294_967_295;
/** More ranges than this in one text are refused: no folder needs them, and a hostile server may send them. */
const MAX_RANGES = 1_000_000;

/** Sorts and joins ranges; each must be low <= high. */
export function normalizeRanges(ranges: readonly UidRange[]): UidRanges {
  const sorted = [...ranges].sort((left, right) => left[0] - right[0]);
  const joined: [number, number][] = [];
  for (const [low, high] of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else joined.push([low, high]);
  }
  return joined;
}

/**
 * Reads a sequence-set (RFC 3501 section 9) of plain numbers; `5:2` counts as `2:5` as the RFC says. Null for
 * anything malformed, `*` included: a set that cannot be read exactly must not decide what is deleted.
 */
export function parseUidSet(text: string): UidRanges | null {
  if (text === '') return [];
  const parts = text.split(',');
  if (parts.length > MAX_RANGES) return null;
  const ranges: UidRange[] = [];
  for (const part of parts) {
    const match = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(part);
    if (match === null) return null;
    const first = Number(match[1]);
    const second = match[2] === undefined ? first : Number(match[2]);
    const range: UidRange = [Math.min(first, second), Math.max(first, second)];
    if (range[0] < 1 || range[1] > MAX_UID) return null;
    ranges.push(range);
  }
  return normalizeRanges(ranges);
}

export const rangesOf = (uids: Iterable<number>): UidRanges =>
  normalizeRanges(Array.from(uids, (uid) => [uid, uid] as const));

/** IMAP notation without a bound on its length: for commands, which are cut by `splitRanges` first. */
export const formatRanges = (ranges: UidRanges): string =>
  ranges.map(([low, high]) => (low === high ? String(low) : `${low}:${high}`)).join(',');

/** As the contract's UidSet; throws when the text is longer than the contract allows. */
export const toUidSet = (ranges: UidRanges): UidSet => UidSet.parse(formatRanges(ranges));

/** The length of the notation, to know before whether it fits. */
export const formattedLength = (ranges: UidRanges): number =>
  ranges.reduce((sum, [low, high]) => sum + String(low).length + String(high).length + 2, 0);

export const countUids = (ranges: UidRanges): number =>
  ranges.reduce((sum, [low, high]) => sum + high - low + 1, 0);

export function hasUid(ranges: UidRanges, uid: number): boolean {
  let left = 0;
  let right = ranges.length - 1;
  while (left <= right) {
    const middle = (left + right) >> 1;
    const range = ranges[middle];
    if (range === undefined) return false;
    if (uid < range[0]) right = middle - 1;
    else if (uid > range[1]) left = middle + 1;
    else return true;
  }
  return false;
}

export const addRanges = (left: UidRanges, right: UidRanges): UidRanges =>
  normalizeRanges([...left, ...right]);

/** What is in `left` and not in `right`. */
export function subtractRanges(left: UidRanges, right: UidRanges): UidRanges {
  const result: UidRange[] = [];
  let at = 0;
  for (const [low, high] of left) {
    let from = low;
    while (at < right.length && (right[at]?.[1] ?? 0) < from) at += 1;
    for (let next = at; from <= high; next += 1) {
      const hole = right[next];
      if (hole === undefined || hole[0] > high) {
        result.push([from, high]);
        break;
      }
      if (hole[0] > from) result.push([from, hole[0] - 1]);
      from = hole[1] + 1;
    }
  }
  return result;
}

export const intersectRanges = (left: UidRanges, right: UidRanges): UidRanges =>
  subtractRanges(left, subtractRanges(left, right));

/** Every UID, ascending; never more than `limit`, however wide the ranges. */
export function listUids(ranges: UidRanges, limit: number): Uid[] {
  const list: number[] = [];
  for (const [low, high] of ranges)
    for (let uid = low; uid <= high && list.length < limit; uid += 1) list.push(uid);
  return list as Uid[]; // Ranges hold numbers of 1..MAX_UID only: parseUidSet and the callers saw to that.
}

/** Cuts a set into sets of at most `maxUids` members and about `maxLength` characters (RFC 7162 section 4). */
export function splitRanges(ranges: UidRanges, maxUids: number, maxLength = 7000): UidRanges[] {
  const pieces: UidRange[][] = [];
  let piece: UidRange[] = [];
  let count = 0;
  let length = 0;
  const finish = (): void => {
    if (piece.length > 0) pieces.push(piece);
    piece = [];
    count = 0;
    length = 0;
  };
  for (const [low, high] of ranges) {
    for (let from = low; from <= high;) {
      if (count >= maxUids || length >= maxLength) finish();
      const to = Math.min(high, from + (maxUids - count) - 1);
      piece.push([from, to]);
      count += to - from + 1;
      length += String(from).length + String(to).length + 2;
      from = to + 1;
    }
  }
  finish();
  return pieces;
}
