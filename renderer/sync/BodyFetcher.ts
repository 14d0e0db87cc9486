import { MailError, type TextCharset, type Uid, type UidValidity } from '../../preload/contract/index.ts';
import { hasBody, messagesByUid, messagesWithoutBody } from '../db/queries/messageQueries.ts';
import { chooseCharset } from '../db/writes/chooseCharset.ts';
import { storeBodies } from '../db/writes/storeBodies.ts';
import { splitFolderKey, type FolderKey } from '../domain/rows.ts';
import type { SyncPorts } from './SyncPorts.ts';

/** What is brought ahead of reading: the policy until a person can choose one per folder. */
const PREFETCH_NEWEST = 2000;
const PREFETCH_MAX_MESSAGE_BYTES = 1024 * 1024;
const PREFETCH_SET = 25;
const PREFETCH_SET_BYTES = 2 * 1024 * 1024;

interface WantedBody {
  readonly uid: Uid;
  readonly sizeBytes: number;
}

/**
 * Brings bodies into the cache: at once for a message the person opens, in small sets behind it. What the person
 * waits for ends a set that is under way, as a slow line carries one thing at a time.
 */
export class BodyFetcher {
  readonly #ports: SyncPorts;
  readonly #foreground = new Map<string, Promise<void>>();
  /** Asked for and not answered: gone, or unreadable. Not asked for again by prefetch in this session. */
  readonly #unanswered = new Set<string>();
  /** What is still to bring, by folder and UIDVALIDITY, newest first; made anew when used up. */
  readonly #queues = new Map<string, WantedBody[]>();
  #background: AbortController | null = null;

  constructor(ports: SyncPorts) {
    this.#ports = ports;
  }

  /** True while the person waits for a message. */
  get busy(): boolean {
    return this.#foreground.size > 0;
  }

  /**
   * Resolves when the body is in the cache. Calls for the same message share one request. Rejects with
   * `mail.messageGone`, or with what the host said.
   */
  ensure(folder: FolderKey, uid: Uid): Promise<void> {
    const key = `${folder}\n${uid}`;
    const running = this.#foreground.get(key);
    if (running !== undefined) return running;
    const request = this.#ensure(folder, uid).finally(() => this.#foreground.delete(key));
    this.#foreground.set(key, request);
    return request;
  }

  /** Reads a message anew in the charset the person chose (null: by its labels) and remembers the choice. */
  async readAs(folder: FolderKey, uid: Uid, charset: TextCharset | null): Promise<void> {
    this.#background?.abort();
    const { accountId, path } = splitFolderKey(folder);
    const uidValidity = await this.#uidValidity(folder);
    const bodies =
      uidValidity === null
        ? []
        : await this.#ports.api['mail.fetchBodies']({
            accountId,
            folder: path,
            uidValidity,
            uids: [uid],
            charset,
          });
    const [body] = bodies;
    const isKept =
      uidValidity !== null &&
      body !== undefined &&
      (await chooseCharset(this.#ports.database, folder, uidValidity, body, charset));
    if (!isKept)
      throw new MailError('mail.messageGone', 'the message is no longer in this folder', {
        scope: 'message',
      });
  }

  async #ensure(folder: FolderKey, uid: Uid): Promise<void> {
    if (await hasBody(this.#ports.database, folder, uid)) return;
    this.#background?.abort();
    const uidValidity = await this.#uidValidity(folder);
    if (uidValidity !== null && (await this.#fetch(folder, uidValidity, [uid])).has(uid)) return;
    throw new MailError('mail.messageGone', 'the message is no longer in this folder', { scope: 'message' });
  }

  /**
   * Brings one set of a folder's newest missing bodies. `done` when none is left to bring; `more` also when it gave
   * way to the person. Rejects as the host does, with `cancelled` when `signal` is aborted.
   */
  async prefetchSet(folder: FolderKey, signal: AbortSignal): Promise<'more' | 'done'> {
    const uidValidity = await this.#uidValidity(folder);
    if (uidValidity === null) return 'done';
    const uids = await this.#nextSet(folder, uidValidity);
    if (uids.length === 0) return 'done';
    if (this.busy) return 'more';
    const background = new AbortController();
    this.#background = background;
    try {
      const got = await this.#fetch(folder, uidValidity, uids, AbortSignal.any([signal, background.signal]));
      for (const uid of uids) if (!got.has(uid)) this.#unanswered.add(`${folder}\n${uidValidity}\n${uid}`);
      return 'more';
    } catch (error) {
      if (background.signal.aborted && !signal.aborted) return 'more';
      throw error;
    } finally {
      this.#background = null;
    }
  }

  async #nextSet(folder: FolderKey, uidValidity: UidValidity): Promise<readonly Uid[]> {
    const key = `${folder}\n${uidValidity}`;
    for (;;) {
      const left = this.#queues.get(key) ?? [];
      const queue = left.length > 0 ? left : await this.#missing(folder, uidValidity);
      if (queue.length === 0) {
        this.#queues.delete(key);
        return [];
      }
      const set: typeof queue = [];
      let bytes = 0;
      for (const wanted of queue) {
        bytes += wanted.sizeBytes;
        if (set.length === PREFETCH_SET || (set.length > 0 && bytes > PREFETCH_SET_BYTES)) break;
        set.push(wanted);
      }
      this.#queues.set(key, queue.slice(set.length));
      // The list is as old as its first set: some may be read or gone by now.
      const rows = await messagesByUid(
        this.#ports.database,
        folder,
        set.map(({ uid }) => uid),
      );
      const still = rows.flatMap((row) => (row === undefined || row.hasBody ? [] : [row.uid]));
      if (still.length > 0) return still;
    }
  }

  async #missing(folder: FolderKey, uidValidity: UidValidity): Promise<WantedBody[]> {
    const missing = await messagesWithoutBody(this.#ports.database, folder, {
      limit: PREFETCH_NEWEST,
      maxBytes: PREFETCH_MAX_MESSAGE_BYTES,
    });
    return missing.filter(({ uid }) => !this.#unanswered.has(`${folder}\n${uidValidity}\n${uid}`));
  }

  async #fetch(
    folder: FolderKey,
    uidValidity: UidValidity,
    uids: readonly Uid[],
    signal?: AbortSignal,
  ): Promise<ReadonlySet<number>> {
    const { accountId, path } = splitFolderKey(folder);
    const rows = await messagesByUid(this.#ports.database, folder, uids);
    const got = new Set<number>();
    // A message that the person has read in another charset is asked for in that one again.
    for (const charset of new Set(rows.map((row) => row?.charset))) {
      const own = uids.filter((_, index) => rows[index]?.charset === charset);
      const bodies = await this.#ports.api['mail.fetchBodies'](
        { accountId, folder: path, uidValidity, uids: own, ...(charset !== undefined && { charset }) },
        signal === undefined ? {} : { signal },
      );
      await storeBodies(this.#ports.database, folder, uidValidity, bodies);
      for (const { uid } of bodies) got.add(uid);
    }
    return got;
  }

  async #uidValidity(folder: FolderKey): Promise<UidValidity | null> {
    return (await this.#ports.database.folders.get(folder))?.uidValidity ?? null;
  }
}
