import type {
  FlagState,
  MessageBody,
  MessageSummary,
  TextCharset,
  Uid,
} from '../../../preload/contract/index.ts';
import { isUnread } from '../../domain/flags.ts';
import { messageDate } from '../../domain/messageDate.ts';
import { overlayOperations, overlayPending, type OverlayOperation } from '../../domain/overlayPending.ts';
import type { FolderKey, FolderRow } from '../../domain/rows.ts';
import { includesUid, type UidRange } from '../../domain/uidSet.ts';
import { BlockDraft } from '../BlockDraft.ts';
import { blockOf, sameRow, type FolderHead, type IndexBlock, type IndexRow } from '../blocks.ts';
import { blocksIn, deleteMessages, partsIn } from '../folderRange.ts';
import type { BlockKey, NaruDatabase } from '../openDatabase.ts';
import { encodeSummary } from '../summaryText.ts';
import { nextHead } from './nextHead.ts';
import { PackChanges } from './PackChanges.ts';
import { TextChanges } from './TextChanges.ts';

/** Ranges read one by one; of more, everything between the first and the last is read. */
const MAX_RANGE_QUERIES = 20;

/**
 * Changes the messages of ONE folder inside a running transaction over `messageTables` and `pendingOperations`. The
 * only code that writes blocks, so that index, texts, packs, overlay and counters can not come apart. Nothing is
 * written before `close`, which ends it.
 */
export class FolderWriter {
  #total: number;
  #unread: number;
  readonly #database: NaruDatabase;
  readonly #row: FolderRow;
  #operations: readonly OverlayOperation[] = [];
  readonly #drafts = new Map<number, BlockDraft>();
  readonly #summaries = new TextChanges();
  readonly #previews = new TextChanges();
  readonly #packs = new PackChanges();
  readonly #removed = new Set<number>();
  /** Null: not read yet. */
  #head: FolderHead | null | undefined = null;

  private constructor(database: NaruDatabase, row: FolderRow) {
    this.#database = database;
    this.#row = row;
    this.#total = row.total;
    this.#unread = row.unread;
  }

  /** Undefined when the folder is not known (any more). `uidValidity` defaults to the folder's own. */
  static async open(
    database: NaruDatabase,
    key: FolderKey,
    uidValidity?: FolderRow['uidValidity'],
  ): Promise<FolderWriter | undefined> {
    const row = await database.folders.get(key);
    if (row === undefined) return undefined;
    const writer = new FolderWriter(database, row);
    await writer.reloadOperations(uidValidity ?? row.uidValidity);
    return writer;
  }

  /** The folder as it was when the writer was opened. */
  get row(): FolderRow {
    return this.#row;
  }

  /** To be called after `pendingOperations` changed in this transaction and before rows are laid out anew. */
  async reloadOperations(uidValidity: FolderRow['uidValidity'] = this.#row.uidValidity): Promise<void> {
    const pending = await this.#database.pendingOperations.where('folder').equals(this.#row.key).toArray();
    this.#operations = overlayOperations(pending, uidValidity);
  }

  /** What the index says of those of these UIDs that exist. */
  async rows(uids: Iterable<Uid>): Promise<ReadonlyMap<Uid, IndexRow>> {
    const wanted = [...uids];
    await this.#load(wanted);
    return new Map(
      wanted.flatMap((uid) => {
        const row = this.#get(uid);
        return row === undefined ? [] : [[uid, row] as const];
      }),
    );
  }

  /** Removes every row, body and part of the folder, at once. */
  async clear(): Promise<void> {
    await deleteMessages(this.#database, this.#row.key);
    this.#drafts.clear();
    this.#summaries.clear();
    this.#previews.clear();
    this.#packs.clear();
    this.#removed.clear();
    this.#head = undefined;
    this.#total = 0;
    this.#unread = 0;
  }

  /** Writes summaries over what is there; preview and body stay. The last one wins where a server repeats a UID. */
  async put(summaries: readonly MessageSummary[]): Promise<void> {
    await this.#load(summaries.map(({ uid }) => uid));
    for (const summary of summaries) {
      const known = this.#get(summary.uid);
      this.#set(summary.uid, {
        ...(known ?? { pack: 0 }),
        date: messageDate(summary),
        size: summary.sizeBytes,
        serverFlags: summary.flags,
      });
      this.#summaries.set(summary.uid, encodeSummary(summary));
    }
  }

  /** Flags as the server holds them. UIDs without a row are left alone: their summary comes with current flags. */
  async applyFlags(states: readonly FlagState[]): Promise<void> {
    await this.#load(states.map(({ uid }) => uid));
    for (const { uid, flags } of states) {
      const row = this.#get(uid);
      if (row !== undefined) this.#set(uid, { ...row, serverFlags: flags });
    }
  }

  /** Lays the operations, as now loaded, over these UIDs' rows anew. */
  async relay(uids: readonly Uid[]): Promise<void> {
    await this.#load(uids);
    for (const uid of uids) {
      const row = this.#get(uid);
      if (row !== undefined) this.#set(uid, row);
    }
  }

  /** Stores bodies with their previews; those without a row, or cached already, are left out. */
  async addBodies(bodies: readonly MessageBody[], preview: (body: MessageBody) => string): Promise<void> {
    await this.#load(bodies.map(({ uid }) => uid));
    const fresh = new Map(
      bodies.filter(({ uid }) => this.#get(uid)?.pack === 0).map((body) => [body.uid, body]),
    );
    const nextPack = (await this.#loadHead())?.nextPack ?? 1;
    for (const [body, pack] of this.#packs.add([...fresh.values()], nextPack)) {
      const row = this.#get(body.uid);
      if (row !== undefined) this.#set(body.uid, { ...row, pack });
      this.#previews.set(body.uid, preview(body));
    }
  }

  /**
   * Puts a body in place of the one that is there, with how the person wants the message read (null: by its labels);
   * false when it has no row.
   */
  async replaceBody(body: MessageBody, preview: string, charset: TextCharset | null): Promise<boolean> {
    await this.#load([body.uid]);
    const row = this.#get(body.uid);
    if (row === undefined) return false;
    if (row.pack !== 0) this.#packs.remove(row.pack, body.uid);
    const { reading: _before, ...plain } = { ...row, pack: 0 };
    this.#set(body.uid, charset === null ? plain : { ...plain, reading: { charset, head: body.head } });
    await this.addBodies([body], () => preview);
    return true;
  }

  /** Removes what exists of these ranges. */
  async removeRanges(ranges: readonly UidRange[]): Promise<void> {
    const few = ranges.length <= MAX_RANGE_QUERIES;
    for (const { low, high } of few ? ranges : [{ low: ranges[0]?.low ?? 0, high: ranges.at(-1)?.high ?? 0 }])
      await this.#removeWhere(low, high, (uid) => includesUid(ranges, uid));
  }

  /** Removes each UID from `low` to `high` that is not in `kept`. */
  removeAllBut(low: Uid, high: Uid, kept: readonly UidRange[]): Promise<void> {
    return this.#removeWhere(low, high, (uid) => uid >= low && uid <= high && !includesUid(kept, uid));
  }

  /** Writes all that changed, and the folder with `patch`. */
  async close(patch: Partial<FolderRow> = {}): Promise<void> {
    const { blocks, summaries, previews, bodyPacks, folders } = this.#database;
    const { key } = this.#row;
    const touched = new Set<number>();
    const written: IndexBlock[] = [];
    const emptied: BlockKey[] = [];
    for (const draft of this.#drafts.values()) {
      if (!draft.isChanged) continue;
      touched.add(draft.block);
      const record = draft.encode();
      if (record === null) emptied.push([key, draft.block]);
      else written.push(record);
    }
    if (written.length > 0) await blocks.bulkPut(written);
    if (emptied.length > 0) await blocks.bulkDelete(emptied);
    for (const block of await this.#summaries.write(summaries, key)) touched.add(block);
    for (const block of await this.#previews.write(previews, key)) touched.add(block);
    const packs = await this.#packs.write(bodyPacks, key);
    await this.#removeParts();
    // No head after a reading of it: the folder was cleared.
    if (touched.size > 0 || this.#head === undefined)
      await this.#database.heads.put(nextHead(await this.#loadHead(), key, { blocks: [...touched], packs }));
    const next = { ...this.#row, ...patch, total: this.#total, unread: this.#unread };
    // An untouched row would wake every live query on the folder list for nothing.
    if (JSON.stringify(next) !== JSON.stringify(this.#row)) await folders.put(next);
  }

  async #load(uids: readonly Uid[]): Promise<void> {
    const missing = [...new Set(uids.map(blockOf))].filter((block) => !this.#drafts.has(block));
    if (missing.length === 0) return;
    const { key } = this.#row;
    const stored = await this.#database.blocks.bulkGet(missing.map((block): BlockKey => [key, block]));
    for (const [place, block] of missing.entries())
      this.#drafts.set(block, new BlockDraft(key, block, stored[place]));
  }

  #get(uid: number): IndexRow | undefined {
    return this.#drafts.get(blockOf(uid))?.get(uid);
  }

  /** Puts a row with the operations laid over its server flags; its block is loaded. */
  #set(uid: number, row: Omit<IndexRow, 'shownFlags' | 'hidden'>): void {
    const draft = this.#drafts.get(blockOf(uid));
    const before = draft?.get(uid);
    const { flags: shownFlags, hidden } = overlayPending(uid, row.serverFlags, this.#operations);
    const next: IndexRow = { ...row, shownFlags, hidden };
    if (before !== undefined) {
      if (sameRow(before, next)) return;
      this.#count(before, -1);
    }
    this.#count(next, 1);
    draft?.set(uid, next);
  }

  async #removeWhere(low: number, high: number, isGone: (uid: number) => boolean): Promise<void> {
    if (high < low) return;
    const { key } = this.#row;
    for (const stored of await blocksIn(this.#database, key, blockOf(low), blockOf(high)).toArray())
      if (!this.#drafts.has(stored.block))
        this.#drafts.set(stored.block, new BlockDraft(key, stored.block, stored));
    for (const draft of this.#drafts.values())
      for (const uid of [...draft.uids()].filter(isGone)) this.#remove(draft, uid);
  }

  #remove(draft: BlockDraft, uid: number): void {
    const row = draft.get(uid);
    if (row === undefined) return;
    this.#count(row, -1);
    draft.delete(uid);
    this.#summaries.set(uid, null);
    this.#removed.add(uid);
    if (row.pack === 0) return;
    this.#previews.set(uid, null);
    this.#packs.remove(row.pack, uid);
  }

  async #removeParts(): Promise<void> {
    if (this.#removed.size === 0) return;
    const keys = await partsIn(this.#database, this.#row.key).primaryKeys();
    const gone = keys.filter(([, uid]) => this.#removed.has(uid));
    if (gone.length > 0) await this.#database.parts.bulkDelete(gone);
  }

  async #loadHead(): Promise<FolderHead | undefined> {
    if (this.#head === null) this.#head = await this.#database.heads.get(this.#row.key);
    return this.#head;
  }

  #count(row: IndexRow, sign: 1 | -1): void {
    if (row.hidden === 1) return;
    this.#total += sign;
    if (isUnread(row.shownFlags)) this.#unread += sign;
  }
}
