import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addRanges,
  countUids,
  formatRanges,
  hasUid,
  intersectRanges,
  listUids,
  MAX_UID,
  parseUidSet,
  rangesOf,
  splitRanges,
  subtractRanges,
} from '../../../../main/engine/imap/uidSet.ts';

describe('parseUidSet', () => {
  it.each([
    ['', ''],
    ['7', '7'],
    ['1:5,9', '1:5,9'],
    ['9,1:5', '1:5,9'],
    ['5:2', '2:5'],
    ['1,2,3,5', '1:3,5'],
    ['1:5,3:9', '1:9'],
    [`1:${MAX_UID}`, `1:${MAX_UID}`],
  ])('reads %j as %j', (text, normal) => {
    expect(formatRanges(parseUidSet(text) ?? [])).toBe(normal);
  });

  it.each([
    '*',
    '1:*',
    '0',
    '0:5',
    'a',
    '1,',
    ',1',
    '1::2',
    '-1',
    '1.5',
    '4294967296',
    '99999999999',
    ' 1',
    '1 2',
  ])('refuses %j', (text) => {
    expect(parseUidSet(text)).toBeNull();
  });
});

describe('as sets', () => {
  const uids = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 40 });
  const sorted = (values: Iterable<number>): number[] => [...values].sort((left, right) => left - right);

  it('agrees with Set for every operation', () => {
    fc.assert(
      fc.property(uids, uids, (left, right) => {
        const [a, b] = [rangesOf(left), rangesOf(right)];
        const other = new Set(right);
        expect(listUids(addRanges(a, b), 1000)).toEqual(sorted(new Set([...left, ...right])));
        expect(listUids(subtractRanges(a, b), 1000)).toEqual(sorted(left.filter((uid) => !other.has(uid))));
        expect(listUids(intersectRanges(a, b), 1000)).toEqual(sorted(left.filter((uid) => other.has(uid))));
        expect(countUids(a)).toBe(left.length);
        expect(parseUidSet(formatRanges(a))).toEqual(a);
        for (let uid = 1; uid <= 60; uid += 1) expect(hasUid(b, uid)).toBe(other.has(uid));
      }),
    );
  });

  it('splits into pieces that are small and together the same', () => {
    fc.assert(
      fc.property(uids, fc.integer({ min: 1, max: 10 }), (list, size) => {
        const pieces = splitRanges(rangesOf(list), size);
        expect(pieces.every((piece) => countUids(piece) <= size)).toBe(true);
        expect(pieces.flatMap((piece) => listUids(piece, 1000))).toEqual(sorted(list));
      }),
    );
  });

  it('never lists more than asked, however wide the range', () => {
    expect(listUids([[1, MAX_UID]], 3)).toEqual([1, 2, 3]);
  });
});
