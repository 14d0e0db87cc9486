import { beforeEach, describe, expect, test } from 'vitest';
import { MailError, type OperationResult } from '../../../../preload/contract/index.ts';
import type { NaruDatabase } from '../../../../renderer/db/openDatabase.ts';
import { parkedOperations, pendingByFolder } from '../../../../renderer/db/queries/operationQueries.ts';
import { beginPush } from '../../../../renderer/db/writes/beginPush.ts';
import { clearCache } from '../../../../renderer/db/writes/clearCache.ts';
import { commitOperationResults } from '../../../../renderer/db/writes/commitOperationResults.ts';
import { commitSyncBatch } from '../../../../renderer/db/writes/commitSyncBatch.ts';
import { recordChange } from '../../../../renderer/db/writes/recordChange.ts';
import { replaceFolders } from '../../../../renderer/db/writes/replaceFolders.ts';
import { resolveParked } from '../../../../renderer/db/writes/resolveParked.ts';
import { undoChange } from '../../../../renderer/db/writes/undoChange.ts';
import type { MessageChange } from '../../../../renderer/domain/messageChange.ts';
import {
  accountId,
  archive,
  batch,
  countMessages,
  cursor,
  dump,
  folderInfo,
  inbox,
  openTestDatabase,
  path,
  shown,
  summary,
  uid,
  uidSet,
} from '../sync/fixtures.ts';

let database: NaruDatabase;
let made = 0;
const context = () => ({ newOperationId: () => `op${(made += 1)}`, nowMs: made });
const change = (uids: number[], what: MessageChange) =>
  recordChange(database, inbox, uids.map(uid), what, context());
const star: MessageChange = { kind: 'flags', add: ['\\Flagged'], remove: [] };
const toArchive: MessageChange = { kind: 'move', destination: path('Archive') };
const applied = (
  opId: string,
  more: Partial<Extract<OperationResult, { outcome: 'applied' }>> = {},
): OperationResult => ({
  outcome: 'applied',
  opId,
  flags: [],
  gone: uidSet(''),
  copied: [],
  ...more,
});
/** Pushes all and answers with `results`. */
const push = async (...results: OperationResult[]) => {
  const plan = await beginPush(database, inbox);
  return commitOperationResults(database, inbox, results, plan?.fresh ?? new Set(), context());
};
const states = async () =>
  (await pendingByFolder(database, inbox)).map(({ operation, state }) => `${operation.opId} ${state}`);

const clean = { messages: { 1: '', 2: '', 3: '\\Flagged' }, total: 3, unread: 3, cursor: 'one' };

beforeEach(async () => {
  made = 0;
  database = await openTestDatabase();
  const rows = [summary(1), summary(2), summary(3, ['\\Flagged'])];
  await commitSyncBatch(
    database,
    inbox,
    null,
    batch({ reset: true, added: rows, nextCursor: cursor('one') }),
  );
  await commitSyncBatch(database, archive, null, batch({ reset: true, nextCursor: cursor('one') }));
});

describe('recordChange', () => {
  test('leaves out what would not change, and what is hidden', async () => {
    await change([2], toArchive);
    expect(await change([1, 2, 3], star)).toEqual(['op2']);
    expect(await change([3], star)).toEqual([]);
    expect(await change([1], { kind: 'move', destination: path('INBOX') })).toEqual([]);
    const uids = (await pendingByFolder(database, inbox)).map(({ operation }) => operation.uids);
    expect(uids).toEqual(['2', '1']);
    expect(await shown(database)).toEqual({
      messages: { 1: '\\Flagged', 3: '\\Flagged' },
      total: 2,
      unread: 2,
      cursor: 'one',
    });
  });

  test('splits a large choice', async () => {
    const added = Array.from({ length: 2100 }, (_, index) => summary(index + 1));
    await commitSyncBatch(database, inbox, cursor('one'), batch({ added, nextCursor: cursor('two') }));
    expect(
      await change(
        added.map((row) => row.uid),
        { kind: 'delete' },
      ),
    ).toEqual(['op1', 'op2', 'op3']);
    expect(await shown(database)).toEqual({ messages: {}, total: 0, unread: 0, cursor: 'two' });
  });

  test('refuses a folder that was never synced', async () => {
    await replaceFolders(database, accountId, [folderInfo('New')]);
    const key = (await database.folders.toArray())[0]?.key;
    if (key === undefined) throw new Error('no folder');
    await expect(recordChange(database, key, [uid(1)], star, context())).rejects.toThrow(MailError);
  });
});

describe('results', () => {
  test('applied: server truth with newer operations over it', async () => {
    await change([1], star);
    await change([1], { kind: 'flags', add: ['\\Seen'], remove: [] });
    await push(
      applied('op1', { flags: [{ uid: uid(1), flags: ['\\Answered', '\\Flagged'], modseq: null }] }),
    );
    expect(await states()).toEqual(['op2 pushing']);
    expect((await shown(database)).messages).toEqual({
      1: '\\Answered \\Flagged \\Seen',
      2: '',
      3: '\\Flagged',
    });
  });

  test('applied twice changes nothing', async () => {
    await change([1], toArchive);
    const result = applied('op1', { gone: uidSet('1'), copied: [{ from: uid(1), to: uid(50) }] });
    await push(result);
    const once = await dump(database);
    expect(await push(result)).toEqual({ settled: 0, failure: null });
    expect(await dump(database)).toEqual(once);
  });

  test('rejected: parked, and the message is there again', async () => {
    await change([1], toArchive);
    const error = new MailError('mail.overQuota', 'full', { scope: 'folder' }).data;
    await push({ outcome: 'rejected', opId: 'op1', error });
    expect(await states()).toEqual(['op1 parked']);
    expect(await shown(database)).toEqual(clean);
    expect((await parkedOperations(database)).map((operation) => operation.error)).toEqual([error]);
    const ids = (await parkedOperations(database)).map(({ id }) => id ?? 0);
    await resolveParked(database, ids, 'retry');
    expect((await shown(database)).total).toBe(2);
    await push({ outcome: 'rejected', opId: 'op1', error });
    await resolveParked(database, ids, 'discard');
    expect([await states(), await shown(database)]).toEqual([[], clean]);
  });

  test('stale: parked; retrying can not bring its UIDs back to life', async () => {
    await change([1], toArchive);
    await push({ outcome: 'stale', opId: 'op1' });
    expect(await states()).toEqual(['op1 parked']);
  });

  test.each([
    ['never reached the server', 'network.refused', ['op1 pending', 'op2 pending']],
    ['unknown', 'network.closed', ['op1 pushing', 'op2 pending']],
  ] as const)('failed: %s', async (_name, code, expected) => {
    await change([1], star);
    await change([2], star);
    const failed: OperationResult = { outcome: 'failed', opId: 'op1', error: new MailError(code, 'x').data };
    expect((await push(failed)).failure?.code).toBe(code);
    expect(await states()).toEqual(expected);
    // After a lost answer nothing is fresh any more: what may have happened stays marked.
    await beginPush(database, inbox);
    await push(failed);
    expect(await states()).toEqual(['op1 pushing', 'op2 pushing']);
  });
});

describe('undo', () => {
  test('unpushed: dropped without a trace', async () => {
    const before = await dump(database);
    await undoChange(database, await change([1, 2], toArchive), context());
    expect(await dump(database)).toEqual(before);
  });

  test('pushed flags: exactly what changed is reversed', async () => {
    const ids = await change([1, 2, 3], { kind: 'flags', add: ['\\Flagged'], remove: ['\\Seen'] });
    const flags = [1, 2].map((id) => ({ uid: uid(id), flags: ['\\Flagged'], modseq: null }));
    await push(applied('op1', { flags }));
    await undoChange(database, ids, context());
    expect(await shown(database)).toEqual(clean);
    const inverse = (await pendingByFolder(database, inbox)).map(({ operation }) => operation);
    expect(inverse).toEqual([{ kind: 'flags', opId: 'op2', uids: '1:2', add: [], remove: ['\\Flagged'] }]);
  });

  test('pushed move: moved back by its new UID', async () => {
    const ids = await change([1], toArchive);
    await push(applied('op1', { gone: uidSet('1'), copied: [{ from: uid(1), to: uid(50) }] }));
    await undoChange(database, ids, context());
    const inverse = (await pendingByFolder(database, archive)).map(({ operation }) => operation);
    expect(inverse).toEqual([{ kind: 'move', opId: 'op2', uids: '50', destination: 'INBOX' }]);
  });

  test.each([
    ['move without COPYUID', toArchive],
    ['removed for good', { kind: 'delete' } satisfies MessageChange],
  ])('no inverse: %s', async (_name, what) => {
    const ids = await change([1], what);
    await push(applied('op1', { gone: uidSet('1') }));
    const before = await dump(database);
    await expect(undoChange(database, ids, context())).rejects.toMatchObject({ code: 'notSupported' });
    expect(await dump(database)).toEqual(before);
  });

  test('a move on its way: shown at once, carried out when the outcome is known', async () => {
    const ids = await change([1], toArchive);
    await beginPush(database, inbox);
    await undoChange(database, ids, context());
    expect([await shown(database), await states()]).toEqual([clean, ['op1 pushing']]);
    const result = applied('op1', { gone: uidSet('1'), copied: [{ from: uid(1), to: uid(50) }] });
    await commitOperationResults(database, inbox, [result], new Set(), context());
    const inverse = (await pendingByFolder(database, archive)).map(({ operation }) => operation);
    expect([await states(), inverse]).toEqual([
      [],
      [{ kind: 'move', opId: 'op2', uids: '50', destination: 'INBOX' }],
    ]);
  });
});

test('the cache is not cleared while changes wait', async () => {
  const ids = await change([1], star);
  await expect(clearCache(database)).rejects.toMatchObject({ code: 'mail.inUse' });
  await undoChange(database, ids, context());
  await clearCache(database);
  expect(Object.values(await dump(database)).flat()).toEqual([]);
});

test('a folder that is gone takes its rows along and parks its operations', async () => {
  await change([1], star);
  await replaceFolders(database, accountId, [folderInfo('Archive')]);
  expect([await countMessages(database), await states()]).toEqual([0, ['op1 parked']]);
});
