import { liveQuery } from 'dexie';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MailError, type Account } from '../../../../preload/contract/index.ts';
import { openDatabase, type NaruDatabase } from '../../../../renderer/db/openDatabase.ts';
import { message } from '../../../../renderer/db/queries/messageQueries.ts';
import { folderKey } from '../../../../renderer/domain/rows.ts';
import type { LockProvider } from '../../../../renderer/sync/accountLock.ts';
import { createWorkerCore, type WorkerCore } from '../../../../renderer/worker/createWorkerCore.ts';
import type { PeerMessage } from '../../../../renderer/worker/Peers.ts';
import { serveWorker } from '../../../../renderer/worker/serveWorker.ts';
import { systemClock } from '../../../../renderer/worker/systemClock.ts';
import { createWorkerClient, type WorkerLike } from '../../../../renderer/worker/workerClient.ts';
import type { WorkerStatus } from '../../../../renderer/worker/workerApi.ts';
import { FakeMailHost } from '../sync/FakeMailHost.ts';
import { account, accountId, archive, bodyUids, countMessages, inbox, shown, uid } from '../sync/fixtures.ts';

/** One origin: its locks and its channel. */
class Origin {
  readonly name = `core-${crypto.randomUUID()}`;
  readonly #tails = new Map<string, Promise<void>>();
  readonly #peers = new Set<(message: PeerMessage) => void>();

  readonly locks: LockProvider = {
    hold: (name, _signal, body) => {
      const turn = (this.#tails.get(name) ?? Promise.resolve()).then(body);
      this.#tails.set(name, turn);
      return turn;
    },
  };

  peers() {
    let own: ((message: PeerMessage) => void) | undefined;
    return {
      post: (message: PeerMessage) => {
        for (const listener of this.#peers) if (listener !== own) listener(message);
      },
      listen: (listener: (message: PeerMessage) => void) => {
        own = listener;
        this.#peers.add(listener);
      },
      close: () => own && this.#peers.delete(own),
    };
  }
}

let origin: Origin;
let host: FakeMailHost;
let database: NaruDatabase;
let running: WorkerCore[];
let errors: unknown[];

function startCore(): WorkerCore {
  const core = createWorkerCore({
    database,
    host,
    locks: origin.locks,
    peers: origin.peers(),
    clock: systemClock,
    newOperationId: () => crypto.randomUUID(),
    onError: (error) => errors.push(error),
  });
  running.push(core);
  return core;
}

/** Resolves when the database shows what is expected: how a page waits. */
const until = (holds: () => Promise<boolean>): Promise<void> =>
  new Promise((resolve, reject) => {
    const subscription = liveQuery(holds).subscribe({
      next: (held) => {
        if (!held) return;
        setTimeout(() => subscription.unsubscribe());
        resolve();
      },
      error: reject,
    });
  });
const untilStatus = (core: WorkerCore, holds: (status: WorkerStatus) => boolean): Promise<void> =>
  new Promise((resolve) => {
    const check = (): void => {
      if (!holds(core.status())) return;
      stop();
      resolve();
    };
    const stop = core.subscribe(check);
    check();
  });
const total = async (folder = inbox) => (await shown(database, folder)).total;
const serverFolder = (name = 'INBOX') => host.folders.get(name)!;
const stateOf = (core: WorkerCore) => core.status().accounts[accountId]?.state;

beforeEach(() => {
  origin = new Origin();
  host = new FakeMailHost();
  host.accounts = [account()];
  host.addFolder('INBOX', 'inbox');
  host.addFolder('Archive', 'archive');
  for (let count = 0; count < 30; count += 1) serverFolder().add();
  database = openDatabase(origin.name);
  running = [];
  errors = [];
});
afterEach(async () => {
  for (const core of running) await core.stop();
  await database.delete();
});

describe('an account', () => {
  test('comes by itself: folders, messages, bodies, settings; then follows hints', async () => {
    const core = startCore();
    await until(async () => (await bodyUids(database)).length === 30);
    await until(async () => (await database.settings.count()) === 1);
    expect([await total(), stateOf(core), errors]).toEqual([30, 'online', []]);
    serverFolder().add();
    host.emit('folder.changed', { accountId, folder: serverFolder().info.path });
    await until(async () => (await total()) === 31);
    host.addFolder('New').add();
    host.emit('folders.changed', { accountId });
    await until(async () => (await database.folders.get(folderKey(accountId, 'New' as never)))?.total === 1);
    expect(host.calls.filter((method) => method === 'mail.watch').length).toBeGreaterThan(0);
  });

  test('of POP3 asks the maildrop, then syncs its local folders', async () => {
    host.accounts = [account('alice', 'pop3')];
    startCore();
    await until(async () => (await total()) === 30);
    const order = host.calls.filter((method) => method === 'collect.run' || method === 'mail.syncStep');
    expect([order.includes('collect.run'), host.calls.includes('mail.watch')]).toEqual([true, false]);
  });

  test('of POP3 collects once, though collecting itself says that the server answers', async () => {
    host.accounts = [account('alice', 'pop3')];
    host.beforeAnswer = async (method) => {
      if (method !== 'collect.run') return;
      host.emit('account.status', { accountId, status: 'connecting', error: null });
      host.emit('account.status', { accountId, status: 'online', error: null });
    };
    startCore();
    await until(async () => (await bodyUids(database)).length === 30);
    expect(host.calls.filter((method) => method === 'collect.run')).toHaveLength(1);
  });

  test('that the person removed goes, with all that was cached of it', async () => {
    const core = startCore();
    await until(async () => (await total()) === 30);
    host.accounts = [];
    host.emit('accounts.changed', {});
    await until(async () => (await countMessages(database)) + (await database.folders.count()) === 0);
    await untilStatus(core, ({ accounts }) => Object.keys(accounts).length === 0);
  });

  test('whose password is wrong says so and rests, until something changes', async () => {
    const refuse = new MailError('auth.wrongPassword', 'no', { scope: 'account' });
    const listFolders = host.api['folders.list'];
    Object.assign(host.api, { 'folders.list': () => Promise.reject(refuse) });
    const core = startCore();
    await untilStatus(core, () => stateOf(core) === 'needsAttention');
    expect(core.status().accounts[accountId]?.errorCode).toBe('auth.wrongPassword');
    await expect(core.api.syncNow(accountId)).rejects.toMatchObject({ code: 'auth.wrongPassword' });
    Object.assign(host.api, { 'folders.list': listFolders });
    host.emit('accounts.changed', {});
    await until(async () => (await total()) === 30);
  });
});

describe('changes', () => {
  test('repaint at once, reach the server, and can be undone after', async () => {
    const core = startCore();
    await until(async () => (await total()) === 30);
    const receipt = await core.api.change(inbox, [uid(1), uid(2)], {
      kind: 'move',
      destination: serverFolder('Archive').info.path,
    });
    expect(await total()).toBe(28);
    await until(async () => (await database.pendingOperations.count()) === 0);
    await until(async () => (await total(archive)) === 2);
    await core.api.undo(receipt);
    expect(await total(archive)).toBe(0);
    await until(async () => (await total()) === 30);
    expect([serverFolder().messages.size, serverFolder('Archive').messages.size]).toEqual([30, 0]);
  });

  test('made offline wait, are counted, and go when the host is back', async () => {
    const core = startCore();
    await until(async () => (await total()) === 30);
    host.become('waiting');
    await core.api.change(inbox, [uid(5)], { kind: 'flags', add: ['\\Flagged'], remove: [] });
    await untilStatus(core, ({ pendingOperations, connected }) => pendingOperations === 1 && !connected);
    expect([stateOf(core), serverFolder().messages.get(5)?.flags]).toEqual(['offline', []]);
    await expect(core.api.syncNow(null)).rejects.toMatchObject({ code: 'disconnected' });
    await expect(core.api.rebuildCache()).rejects.toMatchObject({ code: 'mail.inUse' });
    serverFolder().add();
    host.become('open');
    await untilStatus(core, ({ pendingOperations }) => pendingOperations === 0);
    await until(async () => (await total()) === 31);
    expect(serverFolder().messages.get(5)?.flags).toEqual(['\\Flagged']);
    await untilStatus(core, () => stateOf(core) === 'online');
  });
});

describe('the cache', () => {
  test('comes back after it was rebuilt, and after it was deleted under us', async () => {
    const core = startCore();
    await until(async () => (await bodyUids(database)).length === 30);
    await core.api.rebuildCache();
    await until(async () => (await bodyUids(database)).length === 30);
    await openDatabase(origin.name).delete();
    await until(async () => (await bodyUids(database)).length === 30);
    expect([await total(), errors]).toEqual([30, []]);
  });
});

describe('two tabs', () => {
  test('one syncs, the other reads, asks and takes over', async () => {
    const first = startCore();
    await until(async () => (await total()) === 30);
    const second = startCore();
    await untilStatus(second, () => stateOf(second) === 'online');
    const synced = host.calls.length;
    await second.api.change(inbox, [uid(3)], { kind: 'delete' });
    await until(async () => (await database.pendingOperations.count()) === 0);
    expect(host.calls.slice(synced).filter((method) => method === 'mail.applyOperations')).toHaveLength(1);
    await first.stop();
    serverFolder().add();
    host.emit('folder.changed', { accountId, folder: serverFolder().info.path });
    await until(async () => (await total()) === 30);
    expect(stateOf(second)).toBe('online');
  });
});

describe('the page', () => {
  function connect(core: WorkerCore) {
    let deliver: (message: unknown) => void = () => undefined;
    const worker: WorkerLike = {
      // As a real port: copies, later.
      postMessage: (message) => queueMicrotask(() => deliver(structuredClone(message))),
      onmessage: null,
      onerror: null,
    };
    const client = createWorkerClient(worker);
    serveWorker(
      {
        post: (message) =>
          queueMicrotask(() =>
            worker.onmessage?.(new MessageEvent('message', { data: structuredClone(message) })),
          ),
        listen: (listener) => (deliver = listener),
      },
      core,
    );
    return { client, worker, send: (message: unknown) => deliver(message) };
  }

  test('calls through the port, gets results, errors and status', async () => {
    const core = startCore();
    const { client } = connect(core);
    await until(async () => (await total()) === 30);
    await client.api.openFolder(inbox);
    await client.api.ensureBody(inbox, uid(4));
    expect((await message(database, inbox, uid(4)))?.preview).toBe('Body of 4');
    const error: unknown = await client.api.ensureBody(inbox, uid(999)).catch((reason: unknown) => reason);
    expect([error instanceof MailError, (error as MailError).code]).toEqual([true, 'mail.messageGone']);
    await expect(client.api.ensureBody('no key' as typeof inbox, uid(4))).rejects.toMatchObject({
      code: 'invalidRequest',
    });
    await client.api.syncNow(null);
    await new Promise((resolve) => setTimeout(resolve));
    expect(client.status()).toEqual(core.status());
  });

  test('is told when the worker breaks', async () => {
    const { client, worker } = connect(startCore());
    const never = client.api.ensureBody(inbox, uid(1));
    worker.onerror?.(new ErrorEvent('error', { message: 'out of memory' }));
    await expect(never).rejects.toMatchObject({ data: { code: 'unexpected', scope: 'app' } });
  });
});

test('ten accounts come side by side', async () => {
  const ids = Array.from({ length: 10 }, (_, index) => `account-${index}`);
  host.accounts = ids.map((id): Account => account(id));
  const core = startCore();
  await until(async () => (await countMessages(database)) === 300);
  expect(Object.keys(core.status().accounts).sort()).toEqual(ids.sort());
});
