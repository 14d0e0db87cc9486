import { liveQuery } from 'dexie';
import { MailError, type AccountId, type HostClient } from '../../preload/contract/index.ts';
import type { NaruDatabase } from '../db/openDatabase.ts';
import { listAccounts } from '../db/queries/folderQueries.ts';
import { operationCounts } from '../db/queries/operationQueries.ts';
import { clearCache } from '../db/writes/clearCache.ts';
import { recordChange } from '../db/writes/recordChange.ts';
import { resolveParked } from '../db/writes/resolveParked.ts';
import { undoChange } from '../db/writes/undoChange.ts';
import { folderKey, splitFolderKey } from '../domain/rows.ts';
import type { LockProvider } from '../sync/accountLock.ts';
import type { AccountStatus } from '../sync/StatusReporter.ts';
import { BodyFetcher } from '../sync/BodyFetcher.ts';
import { pullAccounts } from '../sync/pullAccounts.ts';
import { pullDrafts } from '../sync/pullDrafts.ts';
import { pullOutbox } from '../sync/pullOutbox.ts';
import { pullSettings } from '../sync/pullSettings.ts';
import type { SyncClock, SyncPorts } from '../sync/SyncPorts.ts';
import { AccountSyncers } from './AccountSyncers.ts';
import { createPull } from './createPull.ts';
import type { PeerMessage, Peers } from './Peers.ts';
import type { WorkerApi, WorkerStatus } from './workerApi.ts';

/** The part of a reconnecting host that the worker needs. */
export interface WorkerHost extends Pick<HostClient, 'api' | 'on'> {
  readonly state: string;
  onStateChange(listener: (state: string) => void): () => void;
}

export interface WorkerCoreOptions {
  readonly database: NaruDatabase;
  readonly host: WorkerHost;
  readonly locks: LockProvider;
  readonly peers: Peers;
  readonly clock: SyncClock;
  readonly newOperationId: () => string;
  readonly hasRoom?: () => Promise<boolean>;
  /** For the log: background failures that have no one to be told. */
  readonly onError: (error: unknown) => void;
}

export interface WorkerCore {
  readonly api: WorkerApi;
  /** The status as it is; the same object until something changes. */
  status(): WorkerStatus;
  /** Listens until the returned function is called. */
  subscribe(listener: (status: WorkerStatus) => void): () => void;
  /** The computer says that the network has changed. */
  networkChanged(): void;
  /** Ends everything; resolves when nothing runs any more. Does not close the database. */
  stop(): Promise<void>;
}

/** All of the worker but its message port: syncs, writes, and answers the page. */
export function createWorkerCore(options: WorkerCoreOptions): WorkerCore {
  const { database, host, locks, peers, clock, newOperationId, onError } = options;
  const end = new AbortController();
  const { hasRoom } = options;
  const ports: SyncPorts = {
    database,
    api: host.api,
    clock,
    newOperationId,
    ...(hasRoom !== undefined && { hasRoom }),
  };
  const isConnected = (): boolean => host.state === 'open';
  const bodies = new BodyFetcher(ports);
  const listeners = new Set<(status: WorkerStatus) => void>();
  let status: WorkerStatus = {
    accounts: {},
    connected: isConnected(),
    pendingOperations: 0,
    parkedOperations: 0,
  };
  const publish = (change: Partial<WorkerStatus>): void => {
    status = { ...status, ...change };
    for (const listener of listeners) listener(status);
  };
  const setAccountStatus = (accountId: AccountId, next: AccountStatus): void =>
    publish({ accounts: { ...status.accounts, [accountId]: next } });

  const syncers = new AccountSyncers({
    ports,
    locks,
    bodies,
    isConnected,
    onError,
    onStatus: (accountId, next) => {
      setAccountStatus(accountId, next);
      peers.post({ kind: 'status', accountId, status: next });
    },
  });
  const reconcile = async (): Promise<void> => {
    const accounts = await listAccounts(database);
    if (end.signal.aborted) return;
    syncers.reconcile(accounts);
    const known = new Set<string>(accounts.map(({ id }) => id));
    const kept = Object.entries(status.accounts).filter(([id]) => known.has(id));
    if (kept.length < Object.keys(status.accounts).length) publish({ accounts: Object.fromEntries(kept) });
  };
  const pullOptions = { clock, signal: end.signal, isConnected, onError };
  const pulls = {
    accounts: createPull(async () => {
      await pullAccounts(ports);
      await reconcile();
    }, pullOptions),
    outbox: createPull(() => pullOutbox(ports), pullOptions),
    drafts: createPull(() => pullDrafts(ports), pullOptions),
    settings: createPull(() => pullSettings(ports), pullOptions),
  };
  /** Background work: its failures were retried and told by `onError`; what is left is a closed database. */
  const drop = (promise: Promise<unknown>): void => {
    promise.catch(onError);
  };
  const pullAll = (): void => {
    for (const pull of Object.values(pulls)) drop(pull());
  };
  const askHere = async (accountId: AccountId | null): Promise<void> => {
    const asked = syncers.all().filter((syncer) => accountId === null || syncer.account.id === accountId);
    await Promise.all(asked.map((syncer) => syncer.syncNow()));
  };
  const onPeer = (message: PeerMessage): void => {
    switch (message.kind) {
      case 'status':
        if (syncers.of(message.accountId) === undefined) setAccountStatus(message.accountId, message.status);
        break;
      case 'askStatus':
        for (const accountId of syncers.ids()) {
          const own = syncers.of(accountId)?.status;
          if (own !== undefined) peers.post({ kind: 'status', accountId, status: own });
        }
        break;
      case 'syncNow':
        // The failure is in the account's status, which every tab sees.
        askHere(message.accountId).catch(() => undefined);
        break;
      case 'openFolder':
        syncers.of(splitFolderKey(message.folder).accountId)?.openFolder(message.folder);
        break;
    }
  };

  const unsubscribe = [
    host.onStateChange((state) => {
      publish({ connected: state === 'open' });
      for (const syncer of syncers.all())
        if (state === 'open') syncer.hostConnected();
        else if (state !== 'connecting') syncer.hostDisconnected();
      if (state === 'open') pullAll();
    }),
    host.on('accounts.changed', () => {
      for (const syncer of syncers.all()) syncer.retryNow();
      drop(pulls.accounts());
    }),
    host.on('outbox.changed', () => drop(pulls.outbox())),
    host.on('drafts.changed', () => drop(pulls.drafts())),
    host.on('settings.changed', () => drop(pulls.settings())),
    host.on('folders.changed', ({ accountId }) => syncers.of(accountId)?.foldersChanged()),
    host.on('folder.changed', ({ accountId, folder }) =>
      syncers.of(accountId)?.folderChanged(folderKey(accountId, folder)),
    ),
    host.on('account.status', ({ accountId, status: state, error }) =>
      syncers.of(accountId)?.engineStatus(state, error),
    ),
    host.on('collect.progress', ({ accountId, done, total }) =>
      syncers.of(accountId)?.collectProgress(done, total),
    ),
  ];
  peers.listen(onPeer);
  // Also sees what other tabs record.
  const operations = liveQuery(() => operationCounts(database)).subscribe({
    next: ({ pending, parked }) => {
      if (pending > 0) for (const syncer of syncers.all()) syncer.operationsChanged();
      publish({ pendingOperations: pending, parkedOperations: parked });
    },
    error: onError,
  });
  // A cache that was deleted under us is opened anew, and empty: everything is asked for again.
  let opened = database.isOpen();
  const onReady = (): void => {
    if (opened && !end.signal.aborted) {
      pullAll();
      for (const syncer of syncers.all()) syncer.hostConnected();
    }
    opened = true;
  };
  database.on('ready', onReady, true);

  // Offline, the accounts of last time are shown as such; online, the host's word follows.
  drop(reconcile());
  if (isConnected()) pullAll();
  peers.post({ kind: 'askStatus' });

  const context = () => ({ newOperationId, nowMs: clock.now() });
  const api: WorkerApi = {
    syncNow: async (accountId) => {
      peers.post({ kind: 'syncNow', accountId });
      if (!isConnected()) throw new MailError('disconnected', 'the host is not connected');
      await pulls.accounts();
      await askHere(accountId);
    },
    openFolder: async (folder) => {
      peers.post({ kind: 'openFolder', folder });
      syncers.of(splitFolderKey(folder).accountId)?.openFolder(folder);
    },
    ensureBody: (folder, uid) => bodies.ensure(folder, uid),
    chooseCharset: (folder, uid, charset) => bodies.readAs(folder, uid, charset),
    change: async (folder, uids, change) => ({
      operationIds: await recordChange(database, folder, uids, change, context()),
    }),
    undo: ({ operationIds }) => undoChange(database, operationIds, context()),
    resolveParked: (ids, decision) => resolveParked(database, ids, decision),
    rebuildCache: async () => {
      await clearCache(database);
      peers.post({ kind: 'syncNow', accountId: null });
      for (const syncer of syncers.all()) syncer.hostConnected();
      pullAll();
    },
  };
  return {
    api,
    status: () => status,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    networkChanged: () => {
      for (const syncer of syncers.all()) syncer.hostConnected();
    },
    stop: async () => {
      end.abort();
      operations.unsubscribe();
      database.on('ready').unsubscribe(onReady);
      for (const stop of unsubscribe) stop();
      peers.close();
      await syncers.stop();
    },
  };
}
