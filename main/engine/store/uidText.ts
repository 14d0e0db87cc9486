import { MailError, UidSet } from '../../../preload/contract/index.ts';
import type { StoreUid, UidRange } from './storeTypes.ts';

/** Longer texts do not fit the contract; the caller begins the folder anew instead. */
export const maximumUidText = 1_000_000;

/** Ranges in IMAP notation; `null` when the text would be too long for the contract. */
export const uidText = (ranges: readonly UidRange[]): UidSet | null => {
  const text = ranges.map(([first, last]) => (first === last ? String(first) : `${first}:${last}`)).join(',');
  return text.length > maximumUidText ? null : UidSet.parse(text);
};

/** Those of `existing` (ascending) that the set names: a set `1:4294967295` costs no more than the folder has messages. */
export const uidsIn = (set: UidSet, existing: Iterable<StoreUid>): StoreUid[] => {
  const ranges =
    set === ''
      ? []
      : set
          .split(',')
          .map(rangeOf)
          .sort((one, other) => one[0] - other[0]);
  const named: StoreUid[] = [];
  let at = 0;
  for (const uid of existing) {
    while (at < ranges.length && (ranges[at]?.[1] ?? 0) < uid) at += 1;
    const range = ranges[at];
    if (range === undefined) break;
    if (range[0] <= uid) named.push(uid);
  }
  return named;
};

const rangeOf = (part: string): UidRange => {
  const [first = NaN, last = first] = part.split(':').map(Number);
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last))
    throw new MailError('invalidRequest', 'Not a set of UIDs');
  return [Math.min(first, last), Math.max(first, last)];
};
