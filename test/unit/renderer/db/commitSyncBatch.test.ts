import { expect, test } from 'vitest';
import type { SyncBatch } from '../../../../preload/contract/index.ts';
import { commitSyncBatch } from '../../../../renderer/db/writes/commitSyncBatch.ts';
import { recordChange } from '../../../../renderer/db/writes/recordChange.ts';
import type { MessageChange } from '../../../../renderer/domain/messageChange.ts';
import {
  archive,
  batch,
  countMessages,
  cursor,
  dump,
  inbox,
  openTestDatabase,
  path,
  shown,
  summary,
  uid,
  uidSet,
  validity,
} from '../sync/fixtures.ts';

const context = () => ({ newOperationId: () => crypto.randomUUID(), nowMs: 1 });
const first = batch({
  reset: true,
  added: [1, 2, 3, 4].map((id) => summary(id, id === 1 ? ['\\Seen'] : [])),
  nextCursor: cursor('one'),
});
const unflag = { uid: uid(2), flags: ['\\Seen'], modseq: null };

/** Rows 1 (read), 2, 3 and 4 are cached from cursor `one`; pending changes; then a batch. */
test.each<{
  name: string;
  pending?: [number[], MessageChange][];
  step: Partial<SyncBatch>;
  after: Awaited<ReturnType<typeof shown>>;
}>([
  {
    name: 'idle',
    step: {},
    after: { messages: { 1: '\\Seen', 2: '', 3: '', 4: '' }, total: 4, unread: 3, cursor: cursor('two') },
  },
  {
    name: 'vanished, present, added and flags in their order',
    step: {
      vanished: uidSet('1'),
      present: { low: uid(1), high: uid(3), uids: uidSet('2') },
      added: [summary(1), summary(9, ['\\Seen'])],
      flagChanges: [unflag, { uid: uid(77), flags: [], modseq: null }],
    },
    after: {
      messages: { 1: '', 2: '\\Seen', 4: '', 9: '\\Seen' },
      total: 4,
      unread: 2,
      cursor: cursor('two'),
    },
  },
  {
    name: 'a vanished set larger than the folder',
    step: { vanished: uidSet('2:4294967295') },
    after: { messages: { 1: '\\Seen' }, total: 1, unread: 0, cursor: cursor('two') },
  },
  {
    name: 'many ranges',
    step: { vanished: uidSet(Array.from({ length: 40 }, (_, n) => n * 3 + 3).join(',')) },
    after: { messages: { 1: '\\Seen', 2: '', 4: '' }, total: 3, unread: 2, cursor: cursor('two') },
  },
  {
    name: 'a UID twice: the last wins',
    step: { added: [summary(5), summary(5, ['\\Seen'])] },
    after: {
      messages: { 1: '\\Seen', 2: '', 3: '', 4: '', 5: '\\Seen' },
      total: 5,
      unread: 3,
      cursor: cursor('two'),
    },
  },
  {
    name: 'the server does not yet know what the person did',
    pending: [
      [[2], { kind: 'flags', add: ['\\Seen'], remove: [] }],
      [[3], { kind: 'move', destination: path('Archive') }],
    ],
    step: {
      added: [summary(2), summary(3)],
      flagChanges: [{ uid: uid(2), flags: ['\\Flagged'], modseq: null }],
    },
    after: {
      messages: { 1: '\\Seen', 2: '\\Flagged \\Seen', 4: '' },
      total: 3,
      unread: 1,
      cursor: cursor('two'),
    },
  },
  {
    name: 'a hidden message goes for good',
    pending: [[[3], { kind: 'delete' }]],
    step: { vanished: uidSet('3') },
    after: { messages: { 1: '\\Seen', 2: '', 4: '' }, total: 3, unread: 2, cursor: cursor('two') },
  },
  {
    name: 'renumbered',
    pending: [[[2], { kind: 'delete' }]],
    step: { uidValidity: validity(2), reset: true, added: [summary(2)] },
    after: { messages: { 2: '' }, total: 1, unread: 1, cursor: cursor('two') },
  },
])('$name', async ({ pending = [], step, after }) => {
  const database = await openTestDatabase();
  await commitSyncBatch(database, inbox, null, first);
  for (const [uids, change] of pending) await recordChange(database, inbox, uids.map(uid), change, context());
  const next = batch({ ...step, nextCursor: cursor('two') });
  expect(await commitSyncBatch(database, inbox, cursor('one'), next)).toBe('committed');
  expect(await shown(database)).toEqual(after);
  const once = await dump(database);
  // Replayed by one that has not seen the commit, and by one that has.
  expect(await commitSyncBatch(database, inbox, cursor('one'), next)).toBe('superseded');
  expect(await commitSyncBatch(database, inbox, cursor('two'), next)).toBe('committed');
  expect(await dump(database)).toEqual(once);
});

test('operations of an old numbering are parked with a reason, never dropped', async () => {
  const database = await openTestDatabase();
  await commitSyncBatch(database, inbox, null, first);
  await recordChange(database, inbox, [uid(2)], { kind: 'move', destination: path('Archive') }, context());
  await commitSyncBatch(database, inbox, cursor('one'), batch({ uidValidity: validity(2), reset: true }));
  const operations = await database.pendingOperations.toArray();
  expect(operations.map(({ state, error }) => [state, error?.code])).toEqual([
    ['parked', 'mail.uidValidityChanged'],
  ]);
});

test('a new numbering without a reset is refused, and the folder begins anew', async () => {
  const database = await openTestDatabase();
  await commitSyncBatch(database, inbox, null, first);
  const odd = batch({ uidValidity: validity(2), added: [summary(8)] });
  expect(await commitSyncBatch(database, inbox, cursor('one'), odd)).toBe('superseded');
  expect(await shown(database)).toEqual({
    messages: { 1: '\\Seen', 2: '', 3: '', 4: '' },
    total: 4,
    unread: 3,
    cursor: null,
  });
});

test('a folder that is gone takes nothing', async () => {
  const database = await openTestDatabase();
  await database.folders.delete(archive);
  expect(await commitSyncBatch(database, archive, null, first)).toBe('superseded');
  expect(await countMessages(database)).toBe(0);
});
