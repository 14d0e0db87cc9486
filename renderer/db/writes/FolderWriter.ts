import type {
  FlagState,
  MessageHead,
  MessageSummary,
  TextCharset,
  Uid,
} from '../../../preload/contract/index.ts';
import { overlayOperations, type OverlayOperation } from '../../domain/overlayPending.ts';
import type { FolderKey, FolderRow } from '../../domain/rows.ts';
import { includesUid, type UidRange } from '../../domain/uidSet.ts';
import { bodiesIn, messagesIn, partsIn, rowsByUid } from '../folderRange.ts';
import type { MessageKey, NaruDatabase } from '../openDatabase.ts';
import { sameMessage, shapeMessage, weighMessage, withHead, type StoredMessage } from '../storedMessage.ts';

/** What a list shows of a body that came. */
export interface ShownBody {
  readonly preview: string;
  readonly head: MessageHead | undefined;
}

/** Above this many ranges one pass over the folder's keys is cheaper than a query per range. */
const MAX_RANGE_QUERIES = 20;

/**
 * Changes the rows of ONE folder inside a running transaction and keeps its counters in step. The only code that
 * writes `messages`, so that counters, overlay and index fields can not come apart. Ends with `close`.
 */
export class FolderWriter {
  #total: number;
  #unread: number;
  readonly #database: NaruDatabase;
  readonly #row: FolderRow;
  #operations: readonly OverlayOperation[];

  private constructor(database: NaruDatabase, row: FolderRow, operations: readonly OverlayOperation[]) {
    this.#database = database;
    this.#row = row;
    this.#operations = operations;
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
    const writer = new FolderWriter(database, row, []);
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

  /** Removes every row, body and part of the folder. */
  async clear(): Promise<void> {
    const { key } = this.#row;
    await messagesIn(this.#database, key).delete();
    await bodiesIn(this.#database, key).delete();
    await partsIn(this.#database, key).delete();
    this.#total = 0;
    this.#unread = 0;
  }

  /** Writes summaries over what is there; preview and body stay. The last one wins where a server repeats a UID. */
  async put(summaries: readonly MessageSummary[]): Promise<void> {
    if (summaries.length === 0) return;
    const latest = new Map(summaries.map((summary) => [summary.uid, summary]));
    const known = await rowsByUid(this.#database, this.#row.key, [...latest.keys()]);
    const next = [...latest.values()].map((summary) =>
      shapeMessage(this.#row.key, summary, this.#operations, known.get(summary.uid)),
    );
    await this.#write(next, known);
  }

  /** Flags as the server holds them. UIDs without a row are left alone: their summary comes with current flags. */
  async applyFlags(states: readonly FlagState[]): Promise<void> {
    const latest = new Map(states.map((state) => [state.uid, state]));
    const known = await rowsByUid(this.#database, this.#row.key, [...latest.keys()]);
    const next: StoredMessage[] = [];
    for (const row of known.values()) {
      const state = latest.get(row.uid);
      if (state === undefined) continue;
      const summary = { ...row.summary, flags: state.flags, modseq: state.modseq ?? row.summary.modseq };
      next.push(shapeMessage(this.#row.key, summary, this.#operations, row));
    }
    await this.#write(next, known);
  }

  /** Lays the operations, as now loaded, over these UIDs' rows anew. */
  async relay(uids: readonly Uid[]): Promise<void> {
    const known = await rowsByUid(this.#database, this.#row.key, uids);
    const next = [...known.values()].map((row) =>
      shapeMessage(this.#row.key, row.summary, this.#operations, row),
    );
    await this.#write(next, known);
  }

  /** Notes which bodies are here, with their previews and the heads they bring; returns the UIDs that have a row. */
  async markBodies(bodies: ReadonlyMap<Uid, ShownBody>): Promise<ReadonlySet<number>> {
    const known = await rowsByUid(this.#database, this.#row.key, [...bodies.keys()]);
    const next = [...known.values()].map((row) => ({
      ...row,
      hasBody: true,
      preview: bodies.get(row.uid)?.preview ?? row.preview,
      summary: withHead(row.summary, bodies.get(row.uid)?.head),
    }));
    await this.#write(next, known);
    return new Set(known.keys());
  }

  /** Notes how the person wants a message read (null: by its labels); false when it has no row. */
  async setCharset(uid: Uid, charset: TextCharset | null): Promise<boolean> {
    const known = await rowsByUid(this.#database, this.#row.key, [uid]);
    await this.#write(
      [...known.values()].map(({ charset: _before, ...row }) =>
        charset === null ? row : { ...row, charset },
      ),
      known,
    );
    return known.size > 0;
  }

  /** Removes what exists of these ranges. */
  async removeRanges(ranges: readonly UidRange[]): Promise<void> {
    if (ranges.length === 0) return;
    const { key } = this.#row;
    if (ranges.length <= MAX_RANGE_QUERIES) {
      for (const { low, high } of ranges)
        await this.#remove(await messagesIn(this.#database, key, low, high).toArray());
      return;
    }
    const uids = await this.#uidsBetween(ranges[0]?.low ?? 0, ranges.at(-1)?.high ?? 0);
    await this.removeUids(uids.filter((uid) => includesUid(ranges, uid)));
  }

  /** Removes each UID from `low` to `high` that is not in `kept`. */
  async removeAllBut(low: Uid, high: Uid, kept: readonly UidRange[]): Promise<void> {
    const uids = await this.#uidsBetween(low, high);
    await this.removeUids(uids.filter((uid) => !includesUid(kept, uid)));
  }

  async removeUids(uids: readonly number[]): Promise<void> {
    if (uids.length === 0) return;
    await this.#remove([...(await rowsByUid(this.#database, this.#row.key, uids)).values()]);
  }

  /** Writes the folder's counters with `patch`, if anything of it changed. */
  async close(patch: Partial<FolderRow> = {}): Promise<void> {
    const next = { ...this.#row, ...patch, total: this.#total, unread: this.#unread };
    // An untouched row would wake every live query on the folder list for nothing.
    if (JSON.stringify(next) !== JSON.stringify(this.#row)) await this.#database.folders.put(next);
  }

  async #uidsBetween(low: number, high: number): Promise<readonly number[]> {
    const keys = await messagesIn(this.#database, this.#row.key, low, high).primaryKeys();
    return keys.map(([, uid]) => uid);
  }

  async #write(next: readonly StoredMessage[], known: ReadonlyMap<number, StoredMessage>): Promise<void> {
    const changed: StoredMessage[] = [];
    for (const row of next) {
      const previous = known.get(row.uid);
      if (previous !== undefined) {
        if (sameMessage(previous, row)) continue;
        this.#count(previous, -1);
      }
      this.#count(row, 1);
      changed.push(row);
    }
    if (changed.length > 0) await this.#database.messages.bulkPut(changed);
  }

  async #remove(rows: readonly StoredMessage[]): Promise<void> {
    if (rows.length === 0) return;
    const { key } = this.#row;
    const keys = rows.map((row): MessageKey => [key, row.uid]);
    for (const row of rows) this.#count(row, -1);
    await this.#database.messages.bulkDelete(keys);
    await this.#database.bodies.bulkDelete(
      rows.filter((row) => row.hasBody).map((row): MessageKey => [key, row.uid]),
    );
    const gone = new Set<number>(rows.map((row) => row.uid));
    const partKeys = await partsIn(this.#database, key).primaryKeys();
    await this.#database.parts.bulkDelete(partKeys.filter(([, uid]) => gone.has(uid)));
  }

  #count(row: StoredMessage, sign: 1 | -1): void {
    const weight = weighMessage(row);
    this.#total += sign * weight.total;
    this.#unread += sign * weight.unread;
  }
}
