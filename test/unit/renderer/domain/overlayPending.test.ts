import { expect, test } from 'vitest';
import type { Operation } from '../../../../preload/contract/index.ts';
import { overlayOperations, overlayPending } from '../../../../renderer/domain/overlayPending.ts';
import type { PendingOperation } from '../../../../renderer/domain/rows.ts';
import { inbox, path, uidSet, validity } from '../sync/fixtures.ts';

const flags = (set: string, add: string[], remove: string[] = []): Operation => ({
  kind: 'flags',
  opId: 'f',
  uids: uidSet(set),
  add,
  remove,
});
const move: Operation = { kind: 'move', opId: 'm', uids: uidSet('3:6'), destination: path('Archive') };
const copy: Operation = { kind: 'copy', opId: 'c', uids: uidSet('3:6'), destination: path('Archive') };
const remove: Operation = { kind: 'delete', opId: 'd', uids: uidSet('5') };

const pend = (id: number, operation: Operation, more: Partial<PendingOperation> = {}): PendingOperation => ({
  id,
  folder: inbox,
  uidValidity: validity(1),
  operation,
  madeAt: id,
  state: 'pending',
  error: null,
  ...more,
});

/** Message 5, which the server holds with `\Seen`. */
test.each<[name: string, operations: PendingOperation[], shown: { flags: string[]; hidden: 0 | 1 }]>([
  ['nothing pending', [], { flags: ['\\Seen'], hidden: 0 }],
  ['another message', [pend(1, flags('1:4,6', ['\\Flagged']))], { flags: ['\\Seen'], hidden: 0 }],
  ['a flag added', [pend(1, flags('1:9', ['\\Flagged']))], { flags: ['\\Seen', '\\Flagged'], hidden: 0 }],
  ['a flag it has', [pend(1, flags('5', ['\\seen']))], { flags: ['\\Seen'], hidden: 0 }],
  ['a flag removed', [pend(1, flags('5', [], ['\\SEEN']))], { flags: [], hidden: 0 }],
  [
    'both in one: added wins',
    [pend(1, flags('5', ['\\Seen'], ['\\Seen']))],
    { flags: ['\\Seen'], hidden: 0 },
  ],
  [
    'the last word wins',
    [pend(1, flags('5', ['a'])), pend(2, flags('5', [], ['a']))],
    { flags: ['\\Seen'], hidden: 0 },
  ],
  [
    'by id, not by place',
    [pend(2, flags('5', [], ['a'])), pend(1, flags('5', ['a']))],
    { flags: ['\\Seen'], hidden: 0 },
  ],
  ['a move hides', [pend(1, move)], { flags: ['\\Seen'], hidden: 1 }],
  ['a delete hides', [pend(1, remove)], { flags: ['\\Seen'], hidden: 1 }],
  ['a copy does not', [pend(1, copy)], { flags: ['\\Seen'], hidden: 0 }],
  ['pushing as pending', [pend(1, move, { state: 'pushing' })], { flags: ['\\Seen'], hidden: 1 }],
  ['parked shows again', [pend(1, move, { state: 'parked' })], { flags: ['\\Seen'], hidden: 0 }],
  [
    'taken back shows again',
    [pend(1, move, { state: 'pushing', undoWanted: true })],
    { flags: ['\\Seen'], hidden: 0 },
  ],
  ['other UIDVALIDITY', [pend(1, move, { uidValidity: validity(2) })], { flags: ['\\Seen'], hidden: 0 }],
])('%s', (_name, operations, shown) => {
  const overlay = overlayOperations(operations, validity(1));
  expect(overlayPending(5, ['\\Seen'], overlay)).toEqual(shown);
});
