import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expandRanges, formatUidSet, includesUid, parseUidSet } from '../../../../renderer/domain/uidSet.ts';
import { uidSet } from '../sync/fixtures.ts';

test.each([
  ['', []],
  ['7', [{ low: 7, high: 7 }]],
  ['9:5', [{ low: 5, high: 9 }]],
  [
    '3,1:2,9',
    [
      { low: 1, high: 3 },
      { low: 9, high: 9 },
    ],
  ],
  ['1:10,3:4,8:12', [{ low: 1, high: 12 }]],
  ['1:4294967295', [{ low: 1, high: 4294967295 }]],
])('ranges of %j', (set, ranges) => {
  expect(parseUidSet(uidSet(set))).toEqual(ranges);
});

test('a set of any UIDs says exactly them', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 })), fc.integer({ min: 1, max: 60 }), (uids, probe) => {
      const ranges = parseUidSet(formatUidSet(uids));
      expect(expandRanges(ranges, 1000)).toEqual([...new Set(uids)].sort((a, b) => a - b));
      expect(includesUid(ranges, probe)).toBe(uids.includes(probe));
    }),
  );
});

test('a hostile range is expanded no further than asked', () => {
  expect(expandRanges(parseUidSet(uidSet('1:4294967295')), 3)).toEqual([1, 2, 3]);
});
