import { MailError, type DraftId, type EpochMs, type OutboxId } from '../../../preload/contract/index.ts';
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
 * Changes of one entry happen one after another, each deciding on the state the last one left.
 */
export class OutboxBook {
  readonly #journal: Journal<OutboxRecord>;
  readonly #entries: Map<OutboxId, OutboxEntry>;
  readonly #turns = new Map<OutboxId, Mutex>();

  private constructor(journal: Journal<OutboxRecord>, entries: Map<OutboxId, OutboxEntry>) {
    this.#journal = journal;
    this.#entries = entries;
  }

  /** Reads the journal, clears away what is old, and rewrites the journal when it has grown. */
  static async open(path: string, fileSystem: FileSystem, now: EpochMs): Promise<OutboxBook> {
    try {
      const entries = new Map<OutboxId, OutboxEntry>();
      const journal = await Journal.open<OutboxRecord>({
        path,
        fileSystem,
        parse: (value) => OutboxRecord.parse(value),
        replay: (record) => {
          if (record.kind === 'entry') entries.set(record.entry.item.id, record.entry);
          else {
            const entry = entries.get(record.id);
            if (entry !== undefined) entries.set(record.id, withProgress(entry, record.progress));
          }
        },
      });
      for (const [id, entry] of entries) {
        const { state, dismissedAt } = entry.progress;
        if (dismissedAt !== null && now - dismissedAt > rememberedForMs) entries.delete(id);
        else if (dismissedAt === null && state.name === 'filed' && now - state.at > filedForMs)
          entries.set(id, withProgress(entry, { ...entry.progress, dismissedAt: state.at + filedForMs }));
      }
      if (journal.sizeBytes > rewriteAboveBytes)
        await journal.rewrite(() =>
          [...entries.values()].map((entry): OutboxRecord => ({ kind: 'entry', entry })),
        );
      return new OutboxBook(journal, entries);
    } catch (error) {
      throw toMailError(error, 'outbox.unknown', 'app');
    }
  }

  /** Not dismissed ones, oldest first. */
  list(): OutboxEntry[] {
    return [...this.#entries.values()].filter(({ progress }) => progress.dismissedAt === null);
  }

  /** The entry that stands for this draft, a dismissed one too; a cancelled one has given its draft back. */
  byDraft(draftId: DraftId): OutboxEntry | undefined {
    return [...this.#entries.values()].find(
      ({ item, progress }) => item.draftId === draftId && progress.state.name !== 'cancelled',
    );
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
    this.#entries.set(entry.item.id, entry);
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
      this.#entries.set(id, changed);
      return changed;
    });
  }

  async close(): Promise<void> {
    await this.#journal.close();
  }

  async #append(record: OutboxRecord): Promise<void> {
    try {
      await this.#journal.append(record);
    } catch (error) {
      throw toMailError(error, 'outbox.unknown', 'app');
    }
  }
}

/** A draft that can never be edited again is not kept: its HTML may be large. */
const withProgress = (entry: OutboxEntry, progress: OutboxProgress): OutboxEntry => ({
  item: entry.item,
  draft: progress.state.name === 'filed' || progress.dismissedAt !== null ? null : entry.draft,
  progress,
});
