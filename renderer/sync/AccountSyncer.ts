import { MailError, type Account, type MailErrorData } from '../../preload/contract/index.ts';
import { listFolders } from '../db/queries/folderQueries.ts';
import { foldersToPush } from '../db/queries/operationQueries.ts';
import { folderKey, splitFolderKey, type FolderKey, type FolderRow } from '../domain/rows.ts';
import type { BodyFetcher } from './BodyFetcher.ts';
import { decideAfterError } from './decideAfterError.ts';
import { decideNextJob, reachesServer, type SyncJob } from './decideNextJob.ts';
import { pullFolders } from './pullFolders.ts';
import { StatusReporter, type AccountStatus } from './StatusReporter.ts';
import { pushOperations } from './pushOperations.ts';
import { syncFolder } from './syncFolder.ts';
import type { SyncPorts } from './SyncPorts.ts';
import { toCacheErrorData } from './toCacheErrorData.ts';
import { Waiters } from './Waiters.ts';
import { Wakeup } from './Wakeup.ts';
import { watchFolders } from './watchFolders.ts';

export interface AccountSyncerOptions {
  readonly isConnected: () => boolean;
  readonly onStatus: (status: AccountStatus) => void;
}

const COLLECT_EVERY_MS = 10 * 60_000;
const COLLECT_AGAIN_MS = 60_000;
const REFRESH_EVERY_MS = 5 * 60_000;
/** A folder whose push failed for its own reasons rests this long. */
const PUSH_REST_MS = 60_000;
const COLLECT_DEADLINE_MS = 12 * 3_600_000;

/**
 * Runs one account's background work, one job at a time: pushes and syncs of an account never overlap, so an answer
 * asked for before a push can not be written after it. Knows what is due from hints, the database and the clock;
 * `decideNextJob` chooses.
 */
export class AccountSyncer {
  readonly #ports: SyncPorts;
  readonly account: Account;
  readonly #bodies: BodyFetcher;
  readonly #options: AccountSyncerOptions;
  readonly #wakeup: Wakeup;
  readonly #toSync = new Set<FolderKey>();
  readonly #toPrefetch = new Set<FolderKey>();
  readonly #pushRestsUntilMs = new Map<FolderKey, number>();
  readonly #reporter: StatusReporter;
  readonly #waiters = new Waiters();
  #foreground: FolderKey | null = null;
  #syncing: FolderKey | null = null;
  #foldersDue = true;
  #watchDue = true;
  #urgent = false;
  #failures = 0;
  #blockedUntilMs = 0;
  #collectAtMs: number | null;
  #refreshAtMs = 0;

  constructor(ports: SyncPorts, account: Account, bodies: BodyFetcher, options: AccountSyncerOptions) {
    this.#ports = ports;
    this.account = account;
    this.#bodies = bodies;
    this.#options = options;
    this.#wakeup = new Wakeup(ports.clock);
    this.#reporter = new StatusReporter(options.onStatus);
    this.#collectAtMs = account.incoming.protocol === 'pop3' ? 0 : null;
  }

  get status(): AccountStatus {
    return this.#reporter.status;
  }

  /** Works until `signal` is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const job = await this.#decide();
        // Everything a `syncNow` asks for has been done: bodies come last.
        if (job.kind === 'bodies') this.#waiters.settle(null);
        if (job.kind === 'wait') await this.#rest(job.untilMs, signal);
        else await this.#attempt(job, signal);
      } catch (error) {
        // The cache can not even be read: as an account's trouble, with its pause.
        this.#fail({ kind: 'wait', untilMs: null }, error);
        await this.#wakeup.sleep(this.#blockedUntilMs, signal);
      }
    }
    this.#waiters.settle(new MailError('cancelled', 'the sync has ended'));
  }

  /** Looks at the folder list, the maildrop and the watched folders now; resolves when that is done. */
  syncNow(): Promise<void> {
    this.#foldersDue = true;
    this.#refreshAtMs = 0;
    this.#collectAtMs &&= 0;
    this.retryNow();
    return this.#waiters.wait();
  }

  /** Ends the pause after a failure: the person, or the network, has changed something. */
  retryNow(collect = true): void {
    if (collect && this.status.state !== 'online') this.#collectAtMs &&= 0;
    this.#blockedUntilMs = 0;
    this.#pushRestsUntilMs.clear();
    this.#wake();
  }

  /** The person looks at this folder. */
  openFolder(folder: FolderKey): void {
    if (this.#foreground === folder) return;
    this.#foreground = folder;
    this.#watchDue = true;
    this.#toSync.add(folder);
    this.#toPrefetch.add(folder);
    this.#wake();
  }

  folderChanged(folder: FolderKey): void {
    this.#toSync.add(folder);
    // A long backfill of another folder gives way after its step, so that new mail is not kept waiting behind it.
    if (folder !== this.#syncing) this.#urgent = true;
    this.#wakeup.ring();
  }

  foldersChanged(): void {
    this.#foldersDue = true;
    this.#wakeup.ring();
  }

  /** Operations were recorded. */
  operationsChanged(): void {
    this.#wake();
  }

  /** Events may have been missed, and the host has forgotten what it watched. */
  hostConnected(): void {
    this.#foldersDue = true;
    this.#watchDue = true;
    this.#refreshAtMs = 0;
    this.retryNow();
  }

  hostDisconnected(): void {
    this.#reporter.report({ state: 'offline', errorCode: 'disconnected', progress: null });
  }

  /** The engine's own word on the account's connection. */
  engineStatus(state: AccountStatus['state'], error: MailErrorData | null): void {
    if (state === 'online' && this.status.state !== 'online') this.retryNow(false); // what answers may be our own collecting
    this.#reporter.report({ state, errorCode: error?.code ?? null });
  }

  collectProgress(done: number, total: number): void {
    this.#reporter.report({ progress: done < total ? { done, total } : null });
  }

  #wake(): void {
    this.#urgent = true;
    this.#wakeup.ring();
  }

  async #decide(): Promise<SyncJob> {
    this.#urgent = false;
    const nowMs = this.#ports.clock.now();
    const { id, incoming } = this.account;
    const toPush = (await foldersToPush(this.#ports.database)).filter(
      (key) => splitFolderKey(key).accountId === id && (this.#pushRestsUntilMs.get(key) ?? 0) <= nowMs,
    );
    return decideNextJob({
      nowMs,
      connected: this.#options.isConnected(),
      blockedUntilMs: this.#blockedUntilMs,
      folders: await listFolders(this.#ports.database, id),
      foldersDue: this.#foldersDue,
      watchDue: this.#watchDue && incoming.protocol === 'imap',
      toPush,
      toSync: this.#toSync,
      toPrefetch: this.#toPrefetch,
      foreground: this.#foreground,
      collectAtMs: this.#collectAtMs,
      refreshAtMs: this.#refreshAtMs,
    });
  }

  async #rest(untilMs: number | null, signal: AbortSignal): Promise<void> {
    if (this.#options.isConnected() && this.#ports.clock.now() >= this.#blockedUntilMs) {
      this.#waiters.settle(null);
      this.#reporter.idle();
    } else if (!this.#options.isConnected())
      this.#waiters.settle(new MailError('disconnected', 'the host is not connected'));
    const rests = [...this.#pushRestsUntilMs.values()].filter((ms) => ms > this.#ports.clock.now());
    const earliest = Math.min(untilMs ?? Infinity, ...rests);
    await this.#wakeup.sleep(earliest === Infinity ? null : earliest, signal);
  }

  async #attempt(job: SyncJob, signal: AbortSignal): Promise<void> {
    try {
      await this.#run(job, signal);
      if (!reachesServer(job, this.account.incoming.protocol)) return;
      this.#failures = 0;
      this.#reporter.online();
    } catch (error) {
      if (!signal.aborted) this.#fail(job, error);
    }
  }

  async #run(job: SyncJob, signal: AbortSignal): Promise<void> {
    const { id } = this.account;
    switch (job.kind) {
      case 'push': {
        const { destinations } = await pushOperations(this.#ports, job.folder, signal);
        for (const path of destinations) this.#toSync.add(folderKey(id, path));
        return;
      }
      case 'folders':
        // Cleared first, here and below: a hint that arrives during the work must make it due again.
        this.#foldersDue = false;
        await this.#orElse(pullFolders(this.#ports, id, signal), () => (this.#foldersDue = true));
        return this.#syncAll(({ cursor }) => cursor === null);
      case 'watch':
        this.#watchDue = false;
        return this.#orElse(
          watchFolders(this.#ports, id, this.#foreground, signal),
          () => (this.#watchDue = true),
        );
      case 'collect':
        this.#collectAtMs = this.#ports.clock.now() + COLLECT_EVERY_MS;
        await this.#ports.api['collect.run']({ accountId: id }, { signal, deadlineMs: COLLECT_DEADLINE_MS });
        return this.#syncAll();
      case 'refresh':
        this.#refreshAtMs = this.#ports.clock.now() + REFRESH_EVERY_MS;
        return this.#syncAll();
      case 'sync':
        this.#toSync.delete(job.folder);
        this.#syncing = job.folder;
        await this.#orElse(this.#sync(job.folder, signal), () => this.#toSync.add(job.folder));
        this.#syncing = null;
        return;
      case 'bodies': {
        const outcome = await this.#bodies.prefetch(job.folder, signal, () => this.#urgent);
        if (outcome === 'done') this.#toPrefetch.delete(job.folder);
        return;
      }
      case 'wait':
    }
  }

  /** Puts back what was cleared when the work fails. */
  async #orElse(work: Promise<void>, restore: () => unknown): Promise<void> {
    try {
      await work;
    } catch (error) {
      restore();
      throw error;
    }
  }

  async #sync(folder: FolderKey, signal: AbortSignal): Promise<void> {
    const outcome = await syncFolder(this.#ports, folder, {
      signal,
      shouldYield: () => this.#urgent,
      onProgress: (progress) => {
        this.#reporter.folderProgress(folder, progress);
        if (this.account.incoming.protocol === 'imap') this.#reporter.online();
      },
    });
    if (outcome !== 'done') this.#toSync.add(folder);
    // A folder that is gone would be asked for again for ever.
    if (outcome === 'superseded' && (await this.#ports.database.folders.get(folder)) === undefined)
      this.#toSync.delete(folder);
    this.#toPrefetch.add(folder);
  }

  async #syncAll(isWanted: (row: FolderRow) => boolean = () => true): Promise<void> {
    const rows = await listFolders(this.#ports.database, this.account.id);
    const wanted = rows.filter((row) => row.selectable && isWanted(row));
    for (const { key } of wanted) this.#toSync.add(key);
    if (wanted.some(({ cursor }) => cursor === null)) this.#watchDue = true;
  }

  /** The sink for everything that goes wrong in the background: it becomes a state that the person sees. */
  #fail(job: SyncJob, error: unknown): void {
    const data = toCacheErrorData(error);
    this.#failures += 1;
    const next = decideAfterError(data, this.#failures);
    if (next.kind === 'skipFolder' && 'folder' in job) {
      if (next.foldersDue) this.#foldersDue = true;
      this.#toSync.delete(job.folder);
      this.#toPrefetch.delete(job.folder);
      this.#reporter.forget(job.folder);
      if (job.kind === 'push') this.#pushRestsUntilMs.set(job.folder, this.#ports.clock.now() + PUSH_REST_MS);
      return;
    }
    const block = next.kind === 'block' ? next : { delayMs: PUSH_REST_MS, state: 'offline' as const };
    const untilMs = this.#ports.clock.now() + block.delayMs;
    // The maildrop's trouble does not keep anyone from the mail that lies on this computer.
    if (job.kind === 'collect') this.#collectAtMs = untilMs + COLLECT_AGAIN_MS;
    else this.#blockedUntilMs = untilMs;
    this.#reporter.idle();
    this.#reporter.report({ state: block.state, errorCode: data.code });
    this.#waiters.settle(MailError.from(data));
  }
}
