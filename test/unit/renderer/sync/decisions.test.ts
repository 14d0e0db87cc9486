import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { MailError, type ErrorCode } from '../../../../preload/contract/index.ts';
import { folderKey, type FolderKey } from '../../../../renderer/domain/rows.ts';
import { decideAfterError, type AfterError } from '../../../../renderer/sync/decideAfterError.ts';
import { toCacheErrorData } from '../../../../renderer/sync/toCacheErrorData.ts';
import { decideNextJob, type SyncJob, type SyncSituation } from '../../../../renderer/sync/decideNextJob.ts';
import { accountId, folderInfo, path } from './fixtures.ts';

const key = (name: string): FolderKey => folderKey(accountId, path(name));
const folder = (name: string, role: Parameters<typeof folderInfo>[1] = 'none') => ({
  ...folderInfo(name, role),
  key: key(name),
});
const all = new Set(['Trash', 'Lists', 'Sent', 'INBOX', 'Box'].map(key));
const idle: SyncSituation = {
  nowMs: 100,
  connected: true,
  blockedUntilMs: 0,
  folders: [
    folder('Trash', 'trash'),
    { ...folder('Lists'), subscribed: false },
    folder('Sent', 'sent'),
    { ...folder('Box'), selectable: false },
    folder('INBOX', 'inbox'),
  ],
  foldersDue: false,
  watchDue: false,
  toPush: [],
  toSync: new Set(),
  toPrefetch: new Set(),
  foreground: null,
  collectAtMs: null,
  refreshAtMs: 500,
};

test.each<[name: string, situation: Partial<SyncSituation>, job: SyncJob]>([
  ['nothing to do', {}, { kind: 'wait', untilMs: 500 }],
  ['nothing before the maildrop', { collectAtMs: 300 }, { kind: 'wait', untilMs: 300 }],
  ['disconnected', { connected: false, toPush: [key('INBOX')] }, { kind: 'wait', untilMs: null }],
  ['blocked', { blockedUntilMs: 101, toPush: [key('INBOX')] }, { kind: 'wait', untilMs: 101 }],
  [
    'changes before all else',
    { toPush: [key('Sent')], foldersDue: true, toSync: all },
    { kind: 'push', folder: key('Sent') },
  ],
  [
    'then the folder one looks at',
    { foreground: key('Trash'), foldersDue: true, toSync: all },
    { kind: 'sync', folder: key('Trash') },
  ],
  ['then the list of folders', { foldersDue: true, watchDue: true, toSync: all }, { kind: 'folders' }],
  ['then what is watched', { watchDue: true, collectAtMs: 0, toSync: all }, { kind: 'watch' }],
  ['then the maildrop', { collectAtMs: 100, toSync: all }, { kind: 'collect' }],
  ['then the refresh', { refreshAtMs: 100, toSync: all, toPrefetch: all }, { kind: 'refresh' }],
  ['then the inbox', { toSync: all, toPrefetch: all }, { kind: 'sync', folder: key('INBOX') }],
  [
    'then others by rank',
    { toSync: new Set([key('Trash'), key('Lists')]) },
    { kind: 'sync', folder: key('Lists') },
  ],
  ['never what holds no messages', { toSync: new Set([key('Box')]) }, { kind: 'wait', untilMs: 500 }],
  ['bodies last', { toPrefetch: all, foreground: key('Sent') }, { kind: 'bodies', folder: key('Sent') }],
])('%s', (_name, situation, job) => {
  expect(decideNextJob({ ...idle, ...situation })).toEqual(job);
});

test.each<[ErrorCode, 'account' | 'folder', number, AfterError]>([
  ['cancelled', 'account', 1, { kind: 'block', delayMs: 2000, state: 'offline' }],
  ['mail.folderNotFound', 'account', 1, { kind: 'skipFolder', foldersDue: true }],
  ['protocol.garbage', 'folder', 1, { kind: 'skipFolder', foldersDue: false }],
  ['auth.wrongPassword', 'account', 1, { kind: 'block', delayMs: 900_000, state: 'needsAttention' }],
  ['network.closed', 'account', 1, { kind: 'block', delayMs: 2000, state: 'offline' }],
  ['network.closed', 'account', 4, { kind: 'block', delayMs: 16_000, state: 'offline' }],
  ['unexpected', 'account', 5000, { kind: 'block', delayMs: 300_000, state: 'offline' }],
])('%s (%s) at failure %i', (code, scope, failures, after) => {
  expect(decideAfterError(new MailError(code, 'x', { scope }).data, failures)).toEqual(after);
});

test.each([
  ['an aborted transaction is no cancellation', new Dexie.AbortError('aborted'), 'store.ioError', 'later'],
  ['a full disk', new Dexie.QuotaExceededError('full'), 'store.diskFull', 'afterChange'],
  [
    'a full disk behind an abort',
    new Dexie.AbortError({ name: 'QuotaExceededError', message: 'x' }),
    'store.diskFull',
    'afterChange',
  ],
  ['the host', new MailError('network.closed', 'x'), 'network.closed', 'later'],
  ['a bug', new TypeError('x'), 'unexpected', 'never'],
])('%s', (_name, error, code, retry) => {
  expect(toCacheErrorData(error)).toMatchObject({ code, retry });
});
