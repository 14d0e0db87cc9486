import { isFlagged, isUnread } from '../domain/flags.ts';
import type { FolderKey } from '../domain/rows.ts';
import { FLAGGED, HIDDEN, indexRow, UNREAD, type IndexBlock, type IndexRow, type Reading } from './blocks.ts';

const MAX_SIZE = 4_294_967_295;

/** One index block while a transaction changes it; rows are taken apart only when one of them is touched. */
export class BlockDraft {
  readonly #folder: FolderKey;
  readonly block: number;
  readonly #stored: IndexBlock | undefined;
  #rows: Map<number, IndexRow> | null = null;
  #isChanged = false;

  constructor(folder: FolderKey, block: number, stored: IndexBlock | undefined) {
    this.#folder = folder;
    this.block = block;
    this.#stored = stored;
  }

  get isChanged(): boolean {
    return this.#isChanged;
  }

  uids(): Iterable<number> {
    return this.#rows?.keys() ?? this.#stored?.uids ?? [];
  }

  get(uid: number): IndexRow | undefined {
    return this.#open().get(uid);
  }

  set(uid: number, row: IndexRow): void {
    this.#open().set(uid, row);
    this.#isChanged = true;
  }

  delete(uid: number): void {
    if (this.#open().delete(uid)) this.#isChanged = true;
  }

  /** The record to store; null when no message is left. */
  encode(): IndexBlock | null {
    const rows = [...this.#open()].sort(([a], [b]) => a - b);
    const { length } = rows;
    if (length === 0) return null;
    const sets = new FlagSets();
    const block = {
      folder: this.#folder,
      block: this.block,
      uids: new Uint32Array(length),
      dates: new Float64Array(length),
      sizes: new Uint32Array(length),
      bits: new Uint8Array(length),
      serverFlags: new Uint16Array(length),
      shownFlags: new Uint16Array(length),
      flagSets: sets.all,
      packs: new Uint32Array(length),
    };
    const readings: [number, Reading][] = [];
    for (const [place, [uid, row]] of rows.entries()) {
      block.uids[place] = uid;
      block.dates[place] = row.date;
      block.sizes[place] = Math.min(MAX_SIZE, row.size);
      block.bits[place] = bitsOf(row);
      block.serverFlags[place] = sets.place(row.serverFlags);
      block.shownFlags[place] = sets.place(row.shownFlags);
      block.packs[place] = row.pack;
      if (row.reading !== undefined) readings.push([uid, row.reading]);
    }
    return readings.length === 0 ? block : { ...block, readings };
  }

  #open(): Map<number, IndexRow> {
    if (this.#rows !== null) return this.#rows;
    this.#rows = new Map();
    if (this.#stored !== undefined)
      for (const [place, uid] of this.#stored.uids.entries())
        this.#rows.set(uid, indexRow(this.#stored, place));
    return this.#rows;
  }
}

const bitsOf = ({ hidden, shownFlags }: IndexRow): number =>
  (hidden === 1 ? HIDDEN : 0) | (isUnread(shownFlags) ? UNREAD : 0) | (isFlagged(shownFlags) ? FLAGGED : 0);

/** The distinct flag lists of a block: most messages share a few, and at most two belong to one message. */
class FlagSets {
  readonly all: (readonly string[])[] = [];
  readonly #places = new Map<string, number>();

  place(flags: readonly string[]): number {
    const key = JSON.stringify(flags);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    return this.all.push(flags) - 1;
  }
}
