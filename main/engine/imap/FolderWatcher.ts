import { toErrorData, type FolderPath } from '../../../preload/contract/index.ts';
import type { Clock, Logger } from '../ports.ts';
import type { FolderNames } from './FolderNames.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { selectFolder } from './selectFolder.ts';
import { statusFolder } from './statusFolder.ts';

export interface WatcherOptions {
  /** A connection of the watcher's own; null where the account may not have that many. */
  readonly open: ((signal: AbortSignal) => Promise<ImapConnection>) | null;
  /** Borrows one for a round of STATUS, when it has none of its own. */
  readonly borrow: (
    signal: AbortSignal,
    work: (connection: ImapConnection) => Promise<void>,
  ) => Promise<void>;
  readonly names: FolderNames;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** STATUS of the folders that are not IDLEd on, and the renewal of IDLE (RFC 2177 says 29 minutes; NATs say less). */
export const ROTATION_MS = 25_000;
/** A burst of untagged lines is one hint; well under a second. */
const QUIET_MS = 100;
/** A wrong password tried again and again locks accounts. */
const REFUSED_WAIT_MS = 15 * 60_000;
const BACKOFF_MS: readonly number[] = [1_000, 5_000, 15_000, 60_000, 120_000];

/**
 * Watches folders: IDLE on the first, STATUS for the others every ROTATION_MS; without IDLE, STATUS for all.
 * Every loss of the connection is followed by a new one, and then by a hint for what changed meanwhile.
 */
export class FolderWatcher {
  #folders: readonly FolderPath[] = [];
  #onChange: (folder: FolderPath) => void = () => undefined;
  #running: AbortController | null = null;
  #done: Promise<void> = Promise.resolve();
  readonly #seen = new Map<FolderPath, string>();

  constructor(private readonly options: WatcherOptions) {}

  /** Replaces what is watched; an empty list stops watching. */
  watch(folders: readonly FolderPath[], onChange: (folder: FolderPath) => void): void {
    this.#running?.abort();
    this.#folders = [...folders];
    this.#onChange = onChange;
    for (const folder of this.#seen.keys()) if (!folders.includes(folder)) this.#seen.delete(folder);
    if (folders.length === 0) return;
    const running = new AbortController();
    this.#running = running;
    const before = this.#done;
    this.#done = before.then(() => this.#loop(running.signal));
  }

  async close(): Promise<void> {
    this.#running?.abort();
    await this.#done;
  }

  async #loop(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        if (this.options.open === null) {
          await this.options.borrow(signal, (connection) => this.#rotate(connection, this.#folders, signal));
          await this.#wait(ROTATION_MS, signal);
        } else await this.#session(await this.options.open(signal), signal);
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        const { code, retry } = toErrorData(error);
        this.options.logger.log('info', 'imap', 'watching interrupted', { code });
        const wait = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length) - 1] ?? 0;
        await this.#wait(retry === 'later' ? wait : REFUSED_WAIT_MS, signal);
      }
    }
  }

  /** One connection's life; ends by abort or by an error. */
  async #session(connection: ImapConnection, signal: AbortSignal): Promise<void> {
    const [first, ...others] = this.#folders;
    try {
      while (!signal.aborted && first !== undefined) {
        await this.#rotate(connection, others, signal);
        if (connection.has('IDLE')) await this.#idle(connection, first, signal);
        else {
          await this.#rotate(connection, [first], signal);
          await this.#wait(ROTATION_MS, signal);
        }
      }
    } finally {
      await connection.logout();
    }
  }

  async #idle(connection: ImapConnection, folder: FolderPath, signal: AbortSignal): Promise<void> {
    const { names, clock } = this.options;
    // SELECT anew each round: it says what changed while nobody listened.
    const selected = await selectFolder(connection, names, folder);
    this.#compare(
      folder,
      [selected.uidValidity, selected.uidNext, selected.exists, selected.highestModseq].join(' '),
    );
    const round = new AbortController();
    const stopRound = clock.setTimer(ROTATION_MS, () => round.abort());
    let stopQuiet: (() => void) | null = null;
    const onNews = (): void => {
      stopQuiet ??= clock.setTimer(QUIET_MS, () => {
        stopQuiet = null;
        this.#onChange(folder);
      });
    };
    try {
      await connection.idle(onNews, AbortSignal.any([round.signal, signal]));
    } finally {
      stopRound();
    }
  }

  async #rotate(
    connection: ImapConnection,
    folders: readonly FolderPath[],
    signal: AbortSignal,
  ): Promise<void> {
    for (const folder of folders) {
      if (signal.aborted) return;
      try {
        const status = await statusFolder(connection, this.options.names, folder);
        this.#compare(folder, Object.values(status).join(' '));
      } catch (error) {
        if (!connection.isOpen) throw error;
        // Deleted meanwhile, or not selectable: the others are still worth watching.
        this.options.logger.log('debug', 'imap', 'STATUS refused', { code: toErrorData(error).code });
      }
    }
  }

  #compare(folder: FolderPath, now: string): void {
    const before = this.#seen.get(folder);
    this.#seen.set(folder, now);
    if (before !== undefined && before !== now) this.#onChange(folder);
  }

  #wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const end = (): void => {
        stop();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const stop = this.options.clock.setTimer(ms, end);
      signal.addEventListener('abort', end, { once: true });
    });
  }
}
