import { describe, expect, it } from 'vitest';
import type { Uid } from '../../../../preload/contract/index.ts';
import { selectOne } from '../../../../renderer/commands/Selection.ts';
import {
  hideLeaving,
  initialViewState,
  openFolder,
  select,
  showAgain,
  showOrder,
  type ViewState,
} from '../../../../renderer/commands/ViewState.ts';
import type { FolderKey } from '../../../../renderer/domain/rows.ts';

const folder = 'a/INBOX' as FolderKey; // test data of that form
const uid = (value: number): Uid => value as Uid; // test data, in range
const uids = (...values: number[]): Uid[] => values.map(uid);
type Step = (state: ViewState) => ViewState;
const after = (...steps: Step[]): ViewState => steps.reduce((state, step) => step(state), initialViewState);
const shown: Step[] = [openFolder(folder), showOrder(folder, uids(9, 7, 5, 3)), select(selectOne(uid(7)))];

describe('messages on their way out', () => {
  it.each<[string, Step[], number[], number | null]>([
    ['close the list and pass the focus on', [hideLeaving(folder, uids(7))], [9, 5, 3], 5],
    ['two in a row', [hideLeaving(folder, uids(7)), hideLeaving(folder, uids(5))], [9, 3], 3],
    [
      'stay out while the cache has not caught up',
      [hideLeaving(folder, uids(7)), showOrder(folder, uids(11, 9, 7, 5, 3))],
      [11, 9, 5, 3],
      5,
    ],
    [
      'come back when the change failed',
      [hideLeaving(folder, uids(7)), showAgain(folder, uids(7))],
      [9, 7, 5, 3],
      5,
    ],
    [
      'are shown when the cache brings them back later',
      [hideLeaving(folder, uids(7)), showOrder(folder, uids(9, 5, 3)), showOrder(folder, uids(9, 7, 5, 3))],
      [9, 7, 5, 3],
      5,
    ],
    ['of another folder change nothing', [hideLeaving('a/Sent' as FolderKey, uids(7))], [9, 7, 5, 3], 7],
  ])('%s', (_, steps, order, focus) => {
    const state = after(...shown, ...steps);
    expect(state.order).toEqual(order);
    expect(state.selection.focus).toBe(focus);
  });
});
