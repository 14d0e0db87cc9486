import {
  MailError,
  type AccountId,
  type DraftId,
  type EpochMs,
  type OutboxId,
} from '../../../preload/contract/index.ts';
import type { FileSystem } from '../store/FileSystem.ts';
import { Journal } from '../store/Journal.ts';
import { Mutex } from '../store/Mutex.ts';
import { toMailError } from '../store/toMailError.ts';
import { OutboxRecord, type OutboxEntry, type OutboxProgress } from './outboxRecords.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** How long a message that lies in Sent stays in the list. */
const filedForMs = 7 * dayMs;
/** How long the draft id of a cleared one is remembered, so that a late repetition is not sent again. */
const rememberedForMs = 30 * dayMs;
const rewriteAboveBytes = 4 * 1024 * 1024;

/**
 * The outbox's memory: every entry, and the journal that makes each change durable before it is believed.
 * Changes of one entry happen one after another, each deciding on the state the last one left. After a failed fsync
 * the journal is written anew from memory, at the next change: nothing that was refused comes back.
 */
export class OutboxBook {
  readonly #openJournal: () => Promise<Journal<OutboxRecord>>;
  #journal: Journal<OutboxRecord>;
  #reopening: Promise<void> | null = null;
  #closed = false;
  readonly #entries: Map<OutboxId, OutboxEntry>;
  /** Those of which something may still become, by account, oldest first. */
  readonly #open = new Map<AccountId, Map<OutboxId, OutboxEntry>>();
  readonly #byDraft = new Map<DraftId, OutboxId>();
  readonly #turns = new Map<OutboxId, Mutex>();

  private constructor(
    journal: Journal<OutboxRecord>,
    entries: Map<OutboxId, OutboxEntry>,
    openJournal: () => Promise<Journal<OutboxRecord>>,
  ) {
    this.#journal = journal;
    this.#entries = entries;
    this.#openJournal = openJournal;
    for (const entry of entries.values()) this.#remember(entry);
  }

  /** Reads the journal, clears away what is old, and rewrites the journal when it has grown. */
  static async open(path: string, fileSystem: FileSystem, now: EpochMs): Promise<OutboxBook> {
    try {
      const entries = new Map<OutboxId, OutboxEntry>();
      const openJournal = (replay: (record: OutboxRecord) => void): Promise<Journal<OutboxRecord>> =>
        Journal.open<OutboxRecord>({ path, fileSystem, parse: (value) => OutboxRecord.parse(value), replay });
      const journal = await openJournal((record) => {
        if (record.kind === 'entry') entries.set(record.entry.item.id, record.entry);
        else {
          const entry = entries.get(record.id);
          if (entry !== undefined) entries.set(record.id, withProgress(entry, record.progress));
        }
      });
      for (const [id, entry] of entries) {
        const { state, dismissedAt } = entry.progress;
        if (dismissedAt !== null && now - dismissedAt > rememberedForMs) entries.delete(id);
        else if (dismissedAt === null && state.name === 'filed' && now - state.at > filedForMs)
          entries.set(id, withProgress(entry, { ...entry.progress, dismissedAt: state.at + filedForMs }));
      }
      if (journal.sizeBytes > rewriteAboveBytes) await journal.rewrite(() => records(entries));
      return new OutboxBook(journal, entries, () => openJournal(() => undefined));
    } catch (error) {
      throw toMailError(error, 'outbox.unknown', 'app');
    }
  }

  /** Not dismissed ones, oldest first. */
  list(): OutboxEntry[] {
    return [...this.#entries.values()].filter(({ progress }) => progress.dismissedAt === null);
  }

  /** One account's that are not filed, cancelled or dismissed, oldest first; live: it changes with the book. */
  openOf(accountId: AccountId): Iterable<OutboxEntry> {
    return this.#open.get(accountId)?.values() ?? [];
  }

  /** The entry that stands for this draft, a dismissed one too; a cancelled one has given its draft back. */
  byDraft(draftId: DraftId): OutboxEntry | undefined {
    const entry = this.#entries.get(this.#byDraft.get(draftId) ?? ('' as OutboxId)); // nobody's id
    return entry?.progress.state.name === 'cancelled' ? undefined : entry;
  }

  /** Throws `outbox.unknown`, for a dismissed one too. */
  get(id: OutboxId): OutboxEntry {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.progress.dismissedAt !== null)
      throw new MailError('outbox.unknown', 'no such outgoing message', { scope: 'message' });
    return entry;
  }

  /** Durable when it resolves; on rejection (`store.*`) the entry does not exist. */
  async add(entry: OutboxEntry): Promise<void> {
    await this.#append({ kind: 'entry', entry });
    this.#remember(entry);
  }

  /** Applies `decide` to the latest state; durable when it resolves. What `decide` throws changes nothing. */
  async change(id: OutboxId, decide: (entry: OutboxEntry) => OutboxProgress): Promise<OutboxEntry> {
    const turn = this.#turns.get(id) ?? new Mutex();
    this.#turns.set(id, turn);
    return turn.run(async () => {
      const entry = this.get(id);
      const progress = decide(entry);
      await this.#append({ kind: 'progress', id, progress });
      const changed = withProgress(entry, progress);
      this.#remember(changed);
      return changed;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#reopening?.catch(() => undefined); // told to whoever wanted to write
    await this.#journal.close();
  }

  #remember(entry: OutboxEntry): void {
    const { id, accountId, draftId } = entry.item;
    this.#entries.set(id, entry);
    const { state, dismissedAt } = entry.progress;
    if (state.name !== 'cancelled' || !this.#byDraft.has(draftId)) this.#byDraft.set(draftId, id);
    const open = this.#open.get(accountId) ?? new Map<OutboxId, OutboxEntry>();
    this.#open.set(accountId, open);
    if (state.name === 'filed' || state.name === 'cancelled' || dismissedAt !== null) open.delete(id);
    else open.set(id, entry);
  }

  async #append(record: OutboxRecord): Promise<void> {
    try {
      if (this.#journal.poisoned && !this.#closed) {
        this.#reopening ??= this.#reopen().finally(() => {
          this.#reopening = null;
        });
        await this.#reopening;
      }
      await this.#journal.append(record);
    } catch (error) {
      throw toMailError(error, 'outbox.unknown', 'app');
    }
  }

  /** What is in the file after a failed fsync nobody knows; what is in memory was acknowledged. */
  async #reopen(): Promise<void> {
    // Its descriptor only; it stays poisoned until there is another.
    await this.#journal.close().catch(() => undefined);
    const journal = await this.#openJournal();
    try {
      await journal.rewrite(() => records(this.#entries));
    } catch (error) {
      await journal.close();
      throw error;
    }
    this.#journal = journal;
  }
}

const records = (entries: ReadonlyMap<OutboxId, OutboxEntry>): OutboxRecord[] =>
  [...entries.values()].map((entry) => ({ kind: 'entry', entry }));

/** A draft that can never be edited again is not kept: its HTML may be large. */
const withProgress = (entry: OutboxEntry, progress: OutboxProgress): OutboxEntry => ({
  item: entry.item,
  ...(progress.state.name === 'filed' || progress.dismissedAt !== null
    ? { draft: null, bytes: null }
    : { draft: entry.draft, bytes: entry.bytes }),
  progress,
});
