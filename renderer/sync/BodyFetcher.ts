import {
  MailError,
  type MessageBody,
  type TextCharset,
  type Uid,
  type UidValidity,
} from '../../preload/contract/index.ts';
import { bodyNeeds, hasBody, messagesWithoutBody, type BodyNeed } from '../db/queries/bodyQueries.ts';
import { chooseCharset } from '../db/writes/chooseCharset.ts';
import { storeBodies } from '../db/writes/storeBodies.ts';
import { splitFolderKey, type FolderKey } from '../domain/rows.ts';
import { BodyQueue, type WantedBody } from './BodyQueue.ts';
import type { SyncPorts } from './SyncPorts.ts';

/** What is brought ahead of reading: all but what is mostly attachments, until a person can choose per folder. */
const PREFETCH_MAX_MESSAGE_BYTES = 5 * 1024 * 1024;
/** Enough to keep the lines of a server and of a parser busy; few enough to give way within a moment. */
const PREFETCH_SET = 100;
const PREFETCH_SET_BYTES = 4 * 1024 * 1024;
/** Sets asked for at once: one is fetched while another is parsed, and a third is being stored. */
const PREFETCH_SETS = 2;
/** Messages looked up at once, so that a folder of a million does not lie in memory. */
const PREFETCH_LIST = 5000;

type Settled = { readonly bodies: readonly MessageBody[] } | { readonly error: unknown };

/**
 * Brings bodies into the cache: at once for a message the person opens, in small sets behind it. What the person
 * waits for ends a set that is under way, as a slow line carries one thing at a time.
 */
export class BodyFetcher {
  readonly #ports: SyncPorts;
  readonly #foreground = new Map<string, Promise<void>>();
  /** Asked for and not answered: gone, or unreadable. Not asked for again by prefetch in this session. */
  readonly #unanswered = new Set<string>();
  readonly #background = new Set<AbortController>();

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
    this.#giveWay();
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
    this.#giveWay();
    const uidValidity = await this.#uidValidity(folder);
    if (uidValidity !== null) {
      const needs = await bodyNeeds(this.#ports.database, folder, [uid]);
      const bodies = await this.#request(folder, uidValidity, needs);
      await storeBodies(this.#ports.database, folder, uidValidity, bodies);
      // None is asked for when a set that was under way has just brought it.
      if (bodies.length > 0 || (await hasBody(this.#ports.database, folder, uid))) return;
    }
    throw new MailError('mail.messageGone', 'the message is no longer in this folder', { scope: 'message' });
  }

  #giveWay(): void {
    for (const background of this.#background) background.abort();
  }

  /**
   * Brings a folder's missing bodies, newest first, in sets that overlap. `done` when none is left to bring; `more` when
   * it gave way: to the person, or because `shouldYield` said so between two sets. Rejects as the host does, with
   * `cancelled` when `signal` is aborted.
   */
  async prefetch(
    folder: FolderKey,
    signal: AbortSignal,
    shouldYield: () => boolean,
  ): Promise<'more' | 'done'> {
    const uidValidity = await this.#uidValidity(folder);
    if (uidValidity === null) return 'done';
    const background = new AbortController();
    this.#background.add(background);
    const own = AbortSignal.any([signal, background.signal]);
    const queue = new BodyQueue((uids) => this.#missing(folder, uidValidity, uids));
    const underWay: { readonly needs: readonly BodyNeed[]; readonly answer: Promise<Settled> }[] = [];
    try {
      for (;;) {
        while (underWay.length < PREFETCH_SETS && !this.busy && !shouldYield()) {
          const needs = await this.#nextSet(folder, queue);
          if (needs.length === 0) break;
          underWay.push({ needs, answer: settle(this.#request(folder, uidValidity, needs, own)) });
        }
        const first = underWay.shift();
        if (first === undefined) return queue.isEmpty ? 'done' : 'more';
        const answer = await first.answer;
        if ('error' in answer) throw answer.error;
        await storeBodies(this.#ports.database, folder, uidValidity, answer.bodies);
        const got = new Set<number>(answer.bodies.map(({ uid }) => uid));
        for (const { uid } of first.needs)
          if (!got.has(uid)) this.#unanswered.add(nameOf(folder, uidValidity, uid));
      }
    } catch (error) {
      if (background.signal.aborted && !signal.aborted) return 'more';
      throw error;
    } finally {
      // Ends what is still under way.
      background.abort();
      this.#background.delete(background);
    }
  }

  async #nextSet(folder: FolderKey, queue: BodyQueue): Promise<readonly BodyNeed[]> {
    for (;;) {
      const set = await queue.take(PREFETCH_SET, PREFETCH_SET_BYTES);
      if (set.length === 0) return [];
      // The list is as old as its first set: some may be read or gone by now.
      const still = await bodyNeeds(this.#ports.database, folder, set);
      if (still.length > 0) return still;
    }
  }

  async #missing(
    folder: FolderKey,
    uidValidity: UidValidity,
    isAsked: ReadonlySet<number>,
  ): Promise<readonly WantedBody[]> {
    if ((await this.#ports.hasRoom?.()) === false) return [];
    const missing = await messagesWithoutBody(this.#ports.database, folder, {
      limit: PREFETCH_LIST,
      maxBytes: PREFETCH_MAX_MESSAGE_BYTES,
      isLeftOut: (uid) => isAsked.has(uid) || this.#unanswered.has(nameOf(folder, uidValidity, uid)),
    });
    return missing;
  }

  async #request(
    folder: FolderKey,
    uidValidity: UidValidity,
    needs: readonly BodyNeed[],
    signal?: AbortSignal,
  ): Promise<readonly MessageBody[]> {
    const { accountId, path } = splitFolderKey(folder);
    const bodies: MessageBody[] = [];
    // A message that the person has read in another charset is asked for in that one again.
    for (const charset of new Set(needs.map((need) => need.charset)))
      bodies.push(
        ...(await this.#ports.api['mail.fetchBodies'](
          {
            accountId,
            folder: path,
            uidValidity,
            uids: needs.filter((need) => need.charset === charset).map(({ uid }) => uid),
            ...(charset !== undefined && { charset }),
          },
          signal === undefined ? {} : { signal },
        )),
      );
    return bodies;
  }

  async #uidValidity(folder: FolderKey): Promise<UidValidity | null> {
    return (await this.#ports.database.folders.get(folder))?.uidValidity ?? null;
  }
}

const nameOf = (folder: FolderKey, uidValidity: UidValidity, uid: number): string =>
  `${folder}\n${uidValidity}\n${uid}`;

/** Never rejects: an answer that nobody waits for any more is no unhandled rejection. */
const settle = (bodies: Promise<readonly MessageBody[]>): Promise<Settled> =>
  bodies.then(
    (value) => ({ bodies: value }),
    (error: unknown) => ({ error }),
  );
