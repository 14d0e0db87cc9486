import { MailError, toErrorData, type MailErrorData } from '../../../preload/contract/index.ts';
import type { Clock, Logger } from '../ports.ts';
import type { ImapConnection } from './ImapConnection.ts';

/** `foreground`: a person waits. `background` never takes the last connection. */
export type Priority = 'foreground' | 'background';

export type AccountStatus = 'offline' | 'connecting' | 'online' | 'needsAttention';

export interface PoolOptions {
  readonly open: (signal: AbortSignal) => Promise<ImapConnection>;
  /** At least 1. With 2 or more one is kept free for the foreground. */
  readonly limit: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onStatus: (status: AccountStatus, error: MailErrorData | null) => void;
}

interface Waiter {
  readonly priority: Priority;
  readonly folder: string | null;
  readonly grant: (slot: Slot) => void;
}
/** A place for a connection: empty, or with one that is open. */
interface Slot {
  connection: ImapConnection | null;
  busy: Priority | null;
  stopIdleTimer: () => void;
}

const CLOSE_IDLE_AFTER_MS = 2 * 60_000;
/** A connection unused for longer is asked with NOOP before work is trusted to it. */
const PROBE_AFTER_MS = 30_000;
const PROBE_TIMEOUT_MS = 5_000;
/** How long work that was aborted may still occupy its connection before that is closed. */
const ABORT_GRACE_MS = 3_000;
const BACKOFF_MS: readonly number[] = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000];

/**
 * The connections of one account. Work borrows one, alone, for as long as it runs; waiting work is served
 * foreground first, then in order. Idle connections are closed, lost ones replaced, and after a failed connect the
 * background waits (longer each time) while the foreground may try at once.
 */
export class ConnectionPool {
  readonly #slots: Slot[];
  #waiters: Waiter[] = [];
  #failures = 0;
  #failedAt = 0;
  #lastError: MailError | null = null;
  #status: AccountStatus = 'offline';
  readonly #closing = new AbortController();

  constructor(private readonly options: PoolOptions) {
    this.#slots = Array.from({ length: Math.max(1, options.limit) }, () => ({
      connection: null,
      busy: null,
      stopIdleTimer: () => undefined,
    }));
  }

  /**
   * Runs `work` with a connection of its own, one that has `folder` selected if there is one. Rejects with a
   * MailError; with `cancelled` as soon as `signal` aborts, and the connection is freed when the command under way
   * has ended (or closed when that takes long): an abort costs others nothing.
   */
  async use<T>(
    priority: Priority,
    folder: string | null,
    signal: AbortSignal,
    work: (connection: ImapConnection) => Promise<T>,
  ): Promise<T> {
    const slot = await this.#acquire(priority, folder, signal);
    const running = this.#runIn(slot, priority, signal, work);
    return await untilAborted(running, signal, () => {
      const connection = slot.connection;
      const stop = this.options.clock.setTimer(ABORT_GRACE_MS, () => connection?.close());
      running.then(stop, stop);
    });
  }

  /**
   * The watcher's word: the server can not be reached, or (null) can again, which ends the background's pause.
   */
  noteReach(error: MailErrorData | null): void {
    if (error !== null) {
      if (error.code !== 'cancelled') this.#tell(statusOf(error), error);
      return;
    }
    this.#failures = 0;
    this.#lastError = null;
    this.#tell('online', null);
  }

  /** Closes everything; waiting and later work rejects with `cancelled`. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#waiters = [];
    await Promise.all(
      this.#slots.map(async (slot) => {
        slot.stopIdleTimer();
        await (slot.busy === null ? slot.connection?.logout() : slot.connection?.close());
      }),
    );
  }

  async #runIn<T>(
    slot: Slot,
    priority: Priority,
    signal: AbortSignal,
    work: (connection: ImapConnection) => Promise<T>,
  ): Promise<T> {
    try {
      const connection = await this.#ready(slot, priority, signal);
      return await work(connection);
    } finally {
      this.#release(slot);
    }
  }

  /** The slot's connection if it still answers, else a new one. */
  async #ready(slot: Slot, priority: Priority, signal: AbortSignal): Promise<ImapConnection> {
    const { clock } = this.options;
    const kept = slot.connection;
    if (kept !== null && kept.isOpen) {
      if (clock.now() - kept.lastUsedAt < PROBE_AFTER_MS) return kept;
      const stop = clock.setTimer(PROBE_TIMEOUT_MS, () => kept.close());
      try {
        await kept.run('NOOP', []);
        return kept;
      } catch (error) {
        // Slept, or the network changed: a new one takes its place.
        this.options.logger.log('info', 'imap', 'idle connection was lost', {
          code: toErrorData(error).code,
        });
        kept.close();
      } finally {
        stop();
      }
    }
    slot.connection = null;
    this.#refuseWhileBackingOff(priority);
    slot.connection = await this.#open(signal);
    return slot.connection;
  }

  #refuseWhileBackingOff(priority: Priority): void {
    const error = this.#lastError;
    if (priority === 'foreground' || error === null) return;
    const wait = BACKOFF_MS[Math.min(this.#failures, BACKOFF_MS.length) - 1] ?? 0;
    if (this.options.clock.now() - this.#failedAt < wait) throw error;
  }

  async #open(signal: AbortSignal): Promise<ImapConnection> {
    if (this.#lastError === null && this.#status !== 'online') this.#tell('connecting', null);
    try {
      const connection = await this.options.open(AbortSignal.any([signal, this.#closing.signal]));
      this.#failures = 0;
      this.#lastError = null;
      this.#tell('online', null);
      return connection;
    } catch (error) {
      const mapped = error instanceof MailError ? error : MailError.from(toErrorData(error));
      if (mapped.code !== 'cancelled') {
        this.#failures += 1;
        this.#failedAt = this.options.clock.now();
        this.#lastError = mapped;
        const other = this.#slots.some((slot) => slot.connection?.isOpen === true);
        // "Too many connections" while another works is no news for the person.
        if (!(other && mapped.code === 'auth.unavailable')) this.#tell(statusOf(mapped.data), mapped.data);
      }
      throw mapped;
    }
  }

  #tell(status: AccountStatus, error: MailErrorData | null): void {
    if (this.#status === status && status !== 'needsAttention') return;
    this.#status = status;
    this.options.onStatus(status, error);
  }

  #acquire(priority: Priority, folder: string | null, signal: AbortSignal): Promise<Slot> {
    if (signal.aborted || this.#closing.signal.aborted)
      return Promise.reject(new MailError('cancelled', 'cancelled'));
    const free = this.#freeSlot(priority, folder);
    if (free !== null) return Promise.resolve(this.#take(free, priority));
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        priority,
        folder,
        grant: (slot) => {
          leave();
          resolve(slot);
        },
      };
      const giveUp = (): void => {
        leave();
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        reject(new MailError('cancelled', 'cancelled'));
      };
      const leave = (): void => {
        signal.removeEventListener('abort', giveUp);
        this.#closing.signal.removeEventListener('abort', giveUp);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#closing.signal.addEventListener('abort', giveUp, { once: true });
      this.#waiters.push(waiter);
    });
  }

  #freeSlot(priority: Priority, folder: string | null): Slot | null {
    const free = this.#slots.filter((slot) => slot.busy === null);
    const kept = priority === 'background' && this.#slots.length > 1 ? 1 : 0;
    const backgroundBusy = this.#slots.filter((slot) => slot.busy === 'background').length;
    if (priority === 'background' && backgroundBusy >= this.#slots.length - kept) return null;
    return (
      free.find((slot) => folder !== null && slot.connection?.selected?.folder === folder) ??
      free.find((slot) => slot.connection?.isOpen === true) ??
      free[0] ??
      null
    );
  }

  #take(slot: Slot, priority: Priority): Slot {
    slot.stopIdleTimer();
    slot.busy = priority;
    return slot;
  }

  #release(slot: Slot): void {
    slot.busy = null;
    if (slot.connection?.isOpen !== true) slot.connection = null;
    const { connection } = slot;
    if (this.#closing.signal.aborted) connection?.close();
    else if (connection !== null)
      slot.stopIdleTimer = this.options.clock.setTimer(CLOSE_IDLE_AFTER_MS, () => {
        slot.connection = null;
        connection.logout().catch((error: unknown) => {
          this.options.logger.log('warn', 'imap', 'logout failed', { error: String(error) });
        });
      });
    this.#serveWaiters();
  }

  #serveWaiters(): void {
    const inOrder = [
      ...this.#waiters.filter(({ priority }) => priority === 'foreground'),
      ...this.#waiters.filter(({ priority }) => priority === 'background'),
    ];
    for (const waiter of inOrder) {
      const slot = this.#freeSlot(waiter.priority, waiter.folder);
      if (slot === null) continue;
      this.#waiters = this.#waiters.filter((other) => other !== waiter);
      waiter.grant(this.#take(slot, waiter.priority));
    }
  }
}

const statusOf = ({ retry }: MailErrorData): AccountStatus =>
  retry === 'later' ? 'offline' : 'needsAttention';

/** The promise's outcome, or a `cancelled` rejection the moment `signal` aborts (`onAbort` runs once then). */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal, onAbort: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      onAbort();
      reject(new MailError('cancelled', 'cancelled'));
    };
    const leave = (): void => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(
      (value) => {
        leave();
        resolve(value);
      },
      (error: unknown) => {
        leave();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
    if (signal.aborted) abort();
  });
}
