import { toErrorData, type FolderPath, type MailErrorData } from '../../../preload/contract/index.ts';
import type { Clock, Logger } from '../ports.ts';
import type { FolderNames } from './FolderNames.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { notifyFolders } from './notifyFolders.ts';
import { SeenStatus } from './SeenStatus.ts';
import { selectFolder } from './selectFolder.ts';
import { statusFolder, type FolderStatus } from './statusFolder.ts';

export interface WatcherOptions {
  /** A connection of the watcher's own; null where the account may not have that many. */
  readonly open: ((signal: AbortSignal) => Promise<ImapConnection>) | null;
  /** Borrows one for a round of STATUS, when it has none of its own. */
  readonly borrow: (
    signal: AbortSignal,
    work: (connection: ImapConnection) => Promise<void>,
  ) => Promise<void>;
  /** The server can not be reached (an error), or can again (null): an idle account has no other way to know. */
  readonly onReach: (error: MailErrorData | null) => void;
  readonly names: FolderNames;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Between two rounds of STATUS where the server has no NOTIFY. */
export const ROTATION_MS = 15_000;
/** IDLE is renewed this often (RFC 2177 says 29 minutes; NATs say less); a dead line shows itself then. */
const RENEW_MS = 60_000;
/** A burst of untagged lines is one hint. */
const QUIET_MS = 50;
/** A wrong password tried again and again locks accounts. */
const REFUSED_WAIT_MS = 15 * 60_000;
/** After the server said that these are too many connections, the watcher shares the others' for so long. */
const SHARE_MS = 10 * 60_000;
/** A session that lasted so long counts as one that worked. */
const STEADY_MS = 20_000;
/** The first loss is followed by a new connection at once: most are a server's or a NAT's idle timeout. */
const BACKOFF_MS: readonly number[] = [0, 1_000, 5_000, 15_000, 60_000, 120_000];

/**
 * Watches folders on a connection of its own: IDLE on the first, NOTIFY (RFC 5465) for the others where the server
 * has it; else IDLE on the second too and STATUS of the others every ROTATION_MS; without IDLE, STATUS for all. Every loss of the connection is followed by a
 * new one, and then by a hint for what changed meanwhile.
 */
export class FolderWatcher {
  #folders: readonly FolderPath[] = [];
  #onChange: (folder: FolderPath) => void = () => undefined;
  #running: AbortController | null = null;
  #done: Promise<void> = Promise.resolve();
  #sharesUntil = 0;
  readonly #seen = new SeenStatus();

  constructor(private readonly options: WatcherOptions) {}

  /** Replaces what is watched; an empty list stops watching. */
  watch(folders: readonly FolderPath[], onChange: (folder: FolderPath) => void): void {
    this.#running?.abort();
    this.#folders = [...folders];
    this.#onChange = onChange;
    this.#seen.keep(folders);
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
    const { clock } = this.options;
    let failures = 0;
    while (!signal.aborted) {
      const startedAt = clock.now();
      try {
        const connection = await this.#open(signal);
        if (connection !== null) await this.#session(connection, signal);
        else {
          await this.options.borrow(signal, (lent) => this.#rotate(lent, this.#folders, signal));
          await this.#wait(ROTATION_MS, signal);
        }
      } catch (error) {
        if (signal.aborted) return;
        // A server that lets us in and hangs up at once must not be asked in a tight loop.
        failures = clock.now() - startedAt >= STEADY_MS ? 1 : failures + 1;
        const { code, retry } = toErrorData(error);
        this.options.logger.log('info', 'imap', 'watching interrupted', { code });
        const wait = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length) - 1] ?? 0;
        await this.#wait(retry === 'later' ? wait : REFUSED_WAIT_MS, signal);
      }
    }
  }

  /** A connection of its own, or null where it has to share: the server may have said that there are too many. */
  async #open(signal: AbortSignal): Promise<ImapConnection | null> {
    const { open, clock, onReach } = this.options;
    if (open === null || clock.now() < this.#sharesUntil) return null;
    try {
      const connection = await open(signal);
      onReach(null);
      return connection;
    } catch (error) {
      if (signal.aborted) throw error;
      const data = toErrorData(error);
      if (data.code === 'auth.unavailable') this.#sharesUntil = clock.now() + SHARE_MS;
      else onReach(data);
      throw error;
    }
  }

  /** One connection's life; ends by abort or by an error. */
  async #session(connection: ImapConnection, signal: AbortSignal): Promise<void> {
    const [first, ...others] = this.#folders;
    const ended = new AbortController();
    let aside = Promise.resolve();
    try {
      if (first === undefined) return;
      const idles = connection.has('IDLE');
      const isTold =
        idles &&
        (others.length === 0 ||
          (await notifyFolders(connection, this.options.names, others, (folder, status) =>
            this.#compare(folder, status),
          )));
      if (idles && !isTold && others[0] !== undefined)
        aside = this.#aside(others[0], AbortSignal.any([signal, ended.signal]));
      while (!signal.aborted) {
        if (!isTold) await this.#rotate(connection, others, signal);
        if (idles) await this.#idle(connection, first, isTold ? RENEW_MS : ROTATION_MS, signal);
        else {
          await this.#rotate(connection, [first], signal);
          await this.#wait(ROTATION_MS, signal);
        }
      }
    } finally {
      ended.abort();
      await Promise.all([connection.logout(), aside]);
    }
  }

  /** Without NOTIFY the second folder, the one on the screen, gets an IDLE of its own where the server allows it. */
  async #aside(folder: FolderPath, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const connection = await this.#open(signal);
        if (connection === null) return;
        try {
          while (!signal.aborted) await this.#idle(connection, folder, RENEW_MS, signal);
        } finally {
          await connection.logout();
        }
      } catch (error) {
        // The rotation still looks at this folder, and the session's own connection reports what is wrong.
        this.options.logger.log('debug', 'imap', 'second IDLE ended', { code: toErrorData(error).code });
        await this.#wait(ROTATION_MS, signal);
      }
    }
  }

  async #idle(
    connection: ImapConnection,
    folder: FolderPath,
    roundMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { names, clock } = this.options;
    // SELECT anew each round: it says what changed while nobody listened.
    const selected = await selectFolder(connection, names, folder);
    this.#compare(folder, {
      messages: selected.exists,
      unseen: null,
      uidNext: selected.uidNext,
      uidValidity: selected.uidValidity,
      highestModseq: selected.highestModseq,
    });
    const round = new AbortController();
    const stopRound = clock.setTimer(roundMs, () => round.abort());
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
        this.#compare(folder, await statusFolder(connection, this.options.names, folder));
      } catch (error) {
        if (!connection.isOpen) throw error;
        // Deleted meanwhile, or not selectable: the others are still worth watching.
        this.options.logger.log('debug', 'imap', 'STATUS refused', { code: toErrorData(error).code });
      }
    }
  }

  #compare(folder: FolderPath, status: FolderStatus): void {
    if (this.#seen.isNews(folder, status)) this.#onChange(folder);
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
