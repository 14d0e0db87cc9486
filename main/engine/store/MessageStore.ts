import type { CompactOptions } from './compactStore.ts';
import { compactStore, planSeals } from './compactStore.ts';
import type { Journal } from './Journal.ts';
import { Mutex } from './Mutex.ts';
import { nodeFileSystem } from './nodeFileSystem.ts';
import type { StoreFiles } from './openStoreFiles.ts';
import { openStoreFiles } from './openStoreFiles.ts';
import { SegmentAppend } from './SegmentAppend.ts';
import type { Segments } from './Segments.ts';
import { StoreError } from './StoreError.ts';
import type { StoreIndex } from './StoreIndex.ts';
import { planAdoption, planCommit, planFlags, planFolder, planTransfer, presentUids } from './storePlans.ts';
import type { FlagChange, FolderChange } from './storePlans.ts';
import type { StoreRecord } from './storeRecords.ts';
import { checkedWitness, folderOf } from './storeRules.ts';
import { storeSnapshot } from './storeSnapshot.ts';
import type {
  CommitItem,
  CommitResult,
  FolderId,
  FolderInfo,
  FolderRole,
  MessageAppend,
  MessageInfo,
  MessageStoreOptions,
  StoreUid,
  TransferredUid,
  VerifyReport,
  WitnessEvent,
} from './storeTypes.ts';
import { StoreReader } from './StoreReader.ts';
import { folderInfo } from './storeViews.ts';

const defaultSegmentLimitBytes = 64 * 1024 * 1024;

/**
 * One account's mail on disk: messages in append-only mbox segments, everything else in one journal. Each method that
 * changes something resolves when the change is durable, and rejects (StoreError) when it did not happen; after
 * `poisoned` close the store and open it again. Reads show durable state only.
 */
export class MessageStore extends StoreReader {
  readonly #journal: Journal<StoreRecord>;
  readonly #segments: Segments;
  readonly #index: StoreIndex;
  readonly #nowMs: () => number;
  /** One change at a time: each is planned on the state the one before it left. */
  readonly #changes = new Mutex();
  readonly #listeners = new Set<(folder: FolderId) => void>();

  private constructor(files: StoreFiles, nowMs: () => number) {
    super(files);
    this.#journal = files.journal;
    this.#segments = files.segments;
    this.#index = files.index;
    this.#nowMs = nowMs;
  }

  /** Opens or creates the store; what a crash left half done is undone. `opening` says what was found. */
  static async open(options: MessageStoreOptions): Promise<MessageStore> {
    const {
      directory,
      fileSystem = nodeFileSystem,
      segmentLimitBytes = defaultSegmentLimitBytes,
      nowMs,
    } = options;
    return new MessageStore(await openStoreFiles(directory, fileSystem, segmentLimitBytes), nowMs);
  }

  /** True after an fsync failed: every change is refused until the store is opened again. */
  get poisoned(): boolean {
    return this.#journal.poisoned;
  }

  /** Calls back after each durable change with the folder it touched. Returns the way to stop. */
  onChange(listener: (folder: FolderId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // Folders

  /** `conflict` if a sibling has the name, `invalid` if the name is unfit. */
  createFolder(folder: {
    readonly name: string;
    readonly parent?: FolderId | null;
    readonly role?: FolderRole | null;
  }): Promise<FolderInfo> {
    return this.#change(async () => {
      const record = planFolder(this.#index, { ...folder, nowMs: this.#nowMs() });
      await this.#record(record);
      return folderInfo(folderOf(this.#index, record.folder as FolderId)); // the id just given out
    });
  }

  /** Renames, moves under another parent, or changes the role. Messages and uids stay. */
  changeFolder(id: FolderId, change: FolderChange): Promise<FolderInfo> {
    return this.#change(async () => {
      await this.#record(planFolder(this.#index, { ...change, id, nowMs: this.#nowMs() }));
      return folderInfo(folderOf(this.#index, id));
    });
  }

  /** Deletes the folder and every message in it, at once. `conflict` while it holds other folders. */
  deleteFolder(id: FolderId): Promise<void> {
    return this.#change(async () => {
      folderOf(this.#index, id);
      for (const other of this.#index.folders.values()) {
        if (other.parent === id) throw new StoreError('conflict', 'The folder holds other folders');
      }
      await this.#record({ kind: 'folderDeleted', folder: id, modseq: this.#index.modseq + 1 });
    });
  }

  // Storing

  /** Begins a message in a segment that no other append is using. */
  async beginAppend(): Promise<MessageAppend> {
    const writer = await this.#segments.lease();
    return new SegmentAppend(writer, this.#nowMs(), () => this.#segments.release(writer));
  }

  /**
   * Makes staged messages part of the store: one fdatasync per segment for the whole group, then one journal fsync.
   * Each message with its witness is one record, there whole or not at all. Results are in the order of `items`.
   */
  async commit(items: readonly CommitItem[]): Promise<readonly CommitResult[]> {
    const assertKept = (): void => {
      for (const { staged } of items) {
        const end = staged.offset + staged.storedLength + staged.trailer;
        this.#segments.writerOf(staged.segment).assertKept(staged.generation, end);
      }
    };
    assertKept();
    for (const segment of new Set(items.map((item) => item.staged.segment))) {
      await this.#segments.writerOf(segment).sync();
    }
    return this.#change(async () => {
      assertKept();
      const plan = planCommit(this.#index, items);
      await this.#record(...plan.records);
      return plan.results;
    });
  }

  /** Stores one whole message: `beginAppend`, `write`, `finish`, `commit`. */
  async storeMessage(bytes: Uint8Array, item: Omit<CommitItem, 'staged'>): Promise<CommitResult> {
    const append = await this.beginAppend();
    try {
      await append.write(bytes);
      const [result] = await this.commit([{ ...item, staged: await append.finish() }]);
      if (result === undefined) throw new StoreError('invalid', 'Nothing was committed');
      return result;
    } catch (error) {
      await append.abort();
      throw error;
    }
  }

  // Witnesses

  /** Journals what happened on the server, all with one fsync. `notFound` for a witness that is not known. */
  appendWitnessEvents(
    events: readonly { readonly witness: string; readonly event: WitnessEvent }[],
  ): Promise<void> {
    return this.#change(async () => {
      for (const { witness } of events) {
        if (!this.hasWitness(checkedWitness(witness)))
          throw new StoreError('notFound', 'There is no such witness');
      }
      await this.#record(
        ...events.map(({ witness, event }) => ({ kind: 'witness', witness, event }) as const),
      );
    });
  }

  /** Journals further witnesses of messages known by one (`of`), all with one fsync: a server has renamed them. */
  adoptWitnesses(pairs: readonly { readonly witness: string; readonly of: string }[]): Promise<void> {
    return this.#change(() => this.#record(...pairs.map((pair) => planAdoption(this.#index, pair))));
  }

  // Messages. Uids that name no message are passed over, as IMAP does.

  /** Adds and removes flags; resolves with the messages as they now are. Unchanged ones keep their modseq. */
  changeFlags(
    folder: FolderId,
    uids: Iterable<StoreUid>,
    change: FlagChange,
  ): Promise<readonly MessageInfo[]> {
    return this.#change(async () => {
      const plan = planFlags(this.#index, folder, uids, change);
      if (plan.record.changes.length > 0) await this.#record(plan.record);
      return plan.uids.flatMap((uid) => this.message(folder, uid) ?? []);
    });
  }

  /** Moves messages to new uids of another folder in one record; their bytes stay where they are. */
  move(from: FolderId, uids: Iterable<StoreUid>, to: FolderId): Promise<readonly TransferredUid[]> {
    return this.#transfer('moved', { from, uids, to });
  }

  /** With `op`: asked for again under that name (the latest 1,000 are known) it copies nothing more and answers the same. */
  copy(
    from: FolderId,
    uids: Iterable<StoreUid>,
    to: FolderId,
    op?: string,
  ): Promise<readonly TransferredUid[]> {
    return this.#transfer('copied', { from, uids, to, op });
  }

  /** Removes messages for good. Resolves with those that were there. */
  expunge(folder: FolderId, uids: Iterable<StoreUid>): Promise<readonly StoreUid[]> {
    return this.#change(async () => {
      const gone = presentUids(folderOf(this.#index, folder), uids);
      if (gone.length > 0)
        await this.#record({ kind: 'expunged', folder, modseq: this.#index.modseq + 1, uids: gone });
      return gone;
    });
  }

  // Upkeep

  /**
   * Gives back the space of deleted messages: segments of which at least `deadShare` and `deadBytes` is dead are
   * copied to others, the move is journalled, then the old file is removed. Sealed segments and those with staged
   * messages are left. `corrupt` when a message to be kept is damaged: its segment stays.
   */
  compact(options: CompactOptions = {}): Promise<{ readonly removed: number }> {
    const record = (relocated: StoreRecord): Promise<void> => this.#change(() => this.#record(relocated));
    return compactStore(this.#index, this.#segments, record, options);
  }

  /** Seals the segments of damaged messages: they take no more mail and are never compacted, so that it can be mended. */
  quarantine(report: VerifyReport): Promise<void> {
    return this.#change(() => this.#record(...planSeals(this.#index, this.#segments, report)));
  }

  /** Rewrites the journal as the fewest records for the present state; gaps left by damage go with the old file. */
  compactJournal(): Promise<void> {
    return this.#change(() => this.#journal.rewrite(() => storeSnapshot(this.#index)));
  }

  get journalSizeBytes(): number {
    return this.#journal.sizeBytes;
  }

  /** Waits for changes under way, then closes all files. Staged messages not committed are forgotten. */
  async close(): Promise<void> {
    await this.#changes.run(() => this.#journal.close());
    await this.#segments.close();
  }

  #change<T>(task: () => Promise<T>): Promise<T> {
    return this.#changes.run(task);
  }

  async #record(...records: readonly StoreRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.#journal.append(...records);
    const touched = new Set<number>();
    for (const record of records) {
      this.#index.apply(record);
      if ('folder' in record) touched.add(record.folder);
      if ('from' in record) touched.add(record.from).add(record.to);
    }
    for (const folder of touched)
      for (const listener of this.#listeners) queueMicrotask(() => listener(folder as FolderId)); // a failing listener must not look like a failed change
  }

  #transfer(
    kind: 'moved' | 'copied',
    what: Parameters<typeof planTransfer>[2],
  ): Promise<readonly TransferredUid[]> {
    return this.#change(async () => {
      let pairs = what.op === undefined ? undefined : this.#index.copiesMade.get(what.op);
      if (pairs === undefined) {
        const record = planTransfer(this.#index, kind, what);
        if (record.pairs.length > 0) await this.#record(record);
        pairs = record.pairs;
      }
      return pairs.map(([uid, newUid]) => ({ from: uid as StoreUid, to: newUid as StoreUid })); // uids by plan
    });
  }
}
