import { describe, expect, it } from 'vitest';
import type { Uid } from '../../../../preload/contract/index.ts';
import {
  emptySelection,
  extendTo,
  followOrder,
  moveFocus,
  selectOne,
  toggleOne,
  type Selection,
} from '../../../../renderer/commands/Selection.ts';

const uid = (value: number): Uid => value as Uid; // test data, in range
const uids = (...values: number[]): Uid[] => values.map(uid);
const order = uids(9, 7, 5, 3, 1);
const chosen = (anchor: number | null, focus: number | null, ...selected: number[]): Selection => ({
  anchor: anchor === null ? null : uid(anchor),
  focus: focus === null ? null : uid(focus),
  selected: new Set(uids(...selected)),
});

describe('Selection', () => {
  it.each([
    ['a click chooses one', selectOne(uid(5)), chosen(5, 5, 5)],
    ['adding one', toggleOne(selectOne(uid(5)), uid(9)), chosen(9, 9, 5, 9)],
    ['taking one away keeps another in focus', toggleOne(chosen(9, 9, 5, 9), uid(9)), chosen(9, 5, 5)],
    ['taking the last away', toggleOne(selectOne(uid(5)), uid(5)), emptySelection],
    ['a range downwards', extendTo(selectOne(uid(7)), uid(3), order), chosen(7, 3, 7, 5, 3)],
    ['a range upwards', extendTo(selectOne(uid(3)), uid(7), order), chosen(3, 7, 7, 5, 3)],
    ['a range without an anchor', extendTo(emptySelection, uid(3), order), chosen(3, 3, 3)],
    ['the first key chooses the first row', moveFocus(emptySelection, order, 1, false), chosen(9, 9, 9)],
    ['down', moveFocus(selectOne(uid(9)), order, 1, false), chosen(7, 7, 7)],
    ['down at the end stays', moveFocus(selectOne(uid(1)), order, 1, false), chosen(1, 1, 1)],
    ['End', moveFocus(selectOne(uid(9)), order, Infinity, false), chosen(1, 1, 1)],
    ['Shift-down grows', moveFocus(chosen(9, 7, 9, 7), order, 1, true), chosen(9, 5, 9, 7, 5)],
    ['Shift-up shrinks', moveFocus(chosen(9, 5, 9, 7, 5), order, -1, true), chosen(9, 7, 9, 7)],
    ['nothing to move in', moveFocus(selectOne(uid(9)), [], 1, false), emptySelection],
    ['new mail changes nothing', followOrder(selectOne(uid(5)), order, uids(11, ...order)), chosen(5, 5, 5)],
    ['archived: the next one', followOrder(selectOne(uid(5)), order, uids(9, 7, 3, 1)), chosen(3, 3, 3)],
    [
      'the last archived: the one before',
      followOrder(selectOne(uid(1)), order, uids(9, 7, 5, 3)),
      chosen(3, 3, 3),
    ],
    [
      'several archived: the next that is left',
      followOrder(chosen(5, 3, 5, 3), order, uids(9, 7, 1)),
      chosen(1, 1, 1),
    ],
    ['one of several gone', followOrder(chosen(9, 5, 9, 5), order, uids(7, 5, 3, 1)), chosen(5, 5, 5)],
    ['all gone', followOrder(selectOne(uid(5)), order, []), emptySelection],
  ])('%s', (_name, actual, expected) => expect(actual).toEqual(expected));
});
