import { expect, test } from 'vitest';
import { messageDate } from '../../../../renderer/domain/messageDate.ts';
import { shownCounts } from '../../../../renderer/domain/shownCounts.ts';

const DAY = 86_400_000;
test.each([
  ['the Date header', 1000, 5000, 1000],
  ['none', null, 5000, 5000],
  ['a clock some hours ahead', 5000 + DAY / 2, 5000, 5000 + DAY / 2],
  ['a date far ahead', 5000 + 2 * DAY, 5000, 5000],
])('date: %s', (_name, date, internalDate, expected) => {
  expect(messageDate({ date, internalDate })).toBe(expected);
});

const cached = { total: 10, unread: 2 };
test.each([
  ['never asked', { progress: null, serverCounts: null }, cached],
  [
    'before the first step',
    { progress: null, serverCounts: { total: 90, unseen: 7 } },
    { total: 90, unread: 7 },
  ],
  [
    'on the way',
    { progress: { done: 10, total: 90 }, serverCounts: { total: 90, unseen: 7 } },
    { total: 90, unread: 7 },
  ],
  [
    'no unseen told',
    { progress: { done: 10, total: 90 }, serverCounts: { total: 90, unseen: null } },
    { total: 90, unread: 2 },
  ],
  [
    'complete: changes made here count',
    { progress: { done: 90, total: 90 }, serverCounts: { total: 90, unseen: 7 } },
    cached,
  ],
])('counts: %s', (_name, folder, expected) => {
  expect(shownCounts({ ...cached, ...folder })).toEqual(expected);
});
