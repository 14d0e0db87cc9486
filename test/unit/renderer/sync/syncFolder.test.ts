import { beforeEach, expect, test } from 'vitest';
import type { HostApi } from '../../../../preload/contract/index.ts';
import type { NaruDatabase } from '../../../../renderer/db/openDatabase.ts';
import { clearCache } from '../../../../renderer/db/writes/clearCache.ts';
import { pushOperations } from '../../../../renderer/sync/pushOperations.ts';
import { nextStepSize } from '../../../../renderer/sync/stepSize.ts';
import { syncFolder } from '../../../../renderer/sync/syncFolder.ts';
import type { SyncPorts } from '../../../../renderer/sync/SyncPorts.ts';
import { recordChange } from '../../../../renderer/db/writes/recordChange.ts';
import { FakeMailHost } from './FakeMailHost.ts';
import { allRows, batch, countMessages, cursor, inbox, openTestDatabase, shown, uid } from './fixtures.ts';

let database: NaruDatabase;
let host: FakeMailHost;
let ports: SyncPorts;
const signal = new AbortController().signal;
const never = { signal, shouldYield: () => false };

beforeEach(async () => {
  database = await openTestDatabase();
  host = new FakeMailHost();
  const folder = host.addFolder('INBOX', 'inbox');
  for (let count = 0; count < 500; count += 1) folder.add();
  host.addFolder('Archive', 'archive');
  ports = portsWith(host.api);
});

const portsWith = (api: HostApi): SyncPorts => ({
  database,
  api,
  clock: { now: () => 0, wait: () => Promise.resolve() },
  newOperationId: () => crypto.randomUUID(),
});

test('brings a folder newest first, asking for the next step while the last is written', async () => {
  const asked: { cursorIsStored: boolean; cached: number }[] = [];
  const progress: number[] = [];
  const watching = portsWith({
    ...host.api,
    'mail.syncStep': async (params, options) => {
      const row = await database.folders.get(inbox);
      asked.push({ cursorIsStored: row?.cursor === params.cursor, cached: row?.total ?? 0 });
      return host.api['mail.syncStep'](params, options);
    },
  });
  const outcome = await syncFolder(watching, inbox, {
    ...never,
    onProgress: ({ done }) => progress.push(done),
  });
  expect({ outcome, progress, asked: asked.slice(0, 2), total: (await shown(database)).total }).toEqual({
    outcome: 'done',
    progress: [200, 400, 500],
    // The second question goes out before the first answer is in the database.
    asked: [
      { cursorIsStored: true, cached: 0 },
      { cursorIsStored: false, cached: 0 },
    ],
    total: 500,
  });
});

test('yields between steps and goes on where it was', async () => {
  expect(await syncFolder(ports, inbox, { signal, shouldYield: () => true })).toBe('yielded');
  expect(host.calls).toEqual(['mail.syncStep']);
  expect((await shown(database)).total).toBe(200);
  expect(await syncFolder(ports, inbox, never)).toBe('done');
  expect((await shown(database)).total).toBe(500);
});

test('a connection lost on the way keeps what was committed', async () => {
  host.nextFault = () => (host.calls.length === 3 ? 'loseReply' : undefined);
  await expect(syncFolder(ports, inbox, never)).rejects.toMatchObject({ code: 'disconnected' });
  expect((await shown(database)).total).toBe(400);
  expect(await syncFolder(ports, inbox, never)).toBe('done');
  expect((await shown(database)).total).toBe(500);
});

test('a step whose cursor was moved by another, or whose cache was emptied, is not written', async () => {
  let moved = false;
  host.beforeAnswer = async () => {
    if (!moved) await database.folders.update(inbox, { cursor: cursor('by another tab') });
    moved = true;
  };
  expect(await syncFolder(ports, inbox, never)).toBe('superseded');
  expect((await shown(database)).total).toBe(0);
  host.beforeAnswer = () => clearCache(database);
  await database.folders.update(inbox, { cursor: null });
  expect(await syncFolder(ports, inbox, never)).toBe('superseded');
  expect(await countMessages(database)).toBe(0);
});

test('a host that says "more" and stands still is not asked for ever', async () => {
  const still = portsWith({
    ...host.api,
    'mail.syncStep': async () => batch({ more: true, nextCursor: cursor('same') }),
  });
  await expect(syncFolder(still, inbox, never)).rejects.toMatchObject({
    data: { code: 'unexpected', scope: 'folder' },
  });
});

test('a lost answer to a push costs one repeat and no second effect', async () => {
  await syncFolder(ports, inbox, never);
  const move = { kind: 'move', destination: host.folders.get('Archive')!.info.path } as const;
  await recordChange(database, inbox, [uid(1), uid(2)], move, { newOperationId: () => 'op', nowMs: 1 });
  host.nextFault = () => 'loseReply';
  await expect(pushOperations(ports, inbox, signal)).rejects.toMatchObject({ code: 'disconnected' });
  expect((await database.pendingOperations.toArray()).map(({ state }) => state)).toEqual(['pushing']);
  host.nextFault = () => undefined;
  expect(await pushOperations(ports, inbox, signal)).toEqual({ destinations: ['Archive'] });
  expect({
    left: await database.pendingOperations.count(),
    inbox: host.folders.get('INBOX')?.messages.size,
    archive: host.folders.get('Archive')?.messages.size,
    hidden: (await allRows(database)).filter((row) => row.uid < 3).length,
  }).toEqual({ left: 0, inbox: 498, archive: 2, hidden: 0 });
});

test('a folder that takes no changes parks them; the push ends without an error', async () => {
  await syncFolder(ports, inbox, never);
  await recordChange(database, inbox, [uid(1)], { kind: 'delete' }, { newOperationId: () => 'op', nowMs: 1 });
  host.folders.delete('INBOX');
  await pushOperations(ports, inbox, signal);
  expect(
    (await database.pendingOperations.toArray()).map(({ state, error }) => [state, error?.code]),
  ).toEqual([['parked', 'mail.folderNotFound']]);
});

test.each([
  [200, 10, 400],
  [2000, 10, 2000],
  [400, 1000, 400],
  [400, 5000, 200],
  [100, 5000, 100],
])('a step of %i that took %i ms is followed by one of %i', (size, tookMs, next) => {
  expect(nextStepSize(size, tookMs)).toBe(next);
});
