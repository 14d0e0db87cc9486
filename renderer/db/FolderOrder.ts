import type { Uid } from '../../preload/contract/index.ts';
import { FLAGGED, HIDDEN, UNREAD, type IndexBlock } from './blocks.ts';

export type OrderFilter = 'all' | 'unread' | 'flagged';

interface Entry {
  readonly uid: number;
  readonly date: number;
}

const wantedBits = { all: 0, unread: UNREAD, flagged: FLAGGED } as const satisfies Record<
  OrderFilter,
  number
>;

/**
 * The UIDs of a folder's list, newest first (messages of the same instant: highest UID first), kept up to date block
 * by block: what has not changed is neither read nor sorted again.
 */
export class FolderOrder {
  readonly #bit: number;
  /** What of each block is in the list. */
  readonly #blocks = new Map<number, readonly Entry[]>();
  #order: readonly Entry[] = [];
  #uids: readonly Uid[] = [];

  constructor(filter: OrderFilter) {
    this.#bit = wantedBits[filter];
  }

  /** The same array until the order changes. */
  get uids(): readonly Uid[] {
    return this.#uids;
  }

  /** These blocks, and no others, make the folder. */
  reset(blocks: readonly IndexBlock[]): void {
    const given = new Set(blocks.map(({ block }) => block));
    const gone = [...this.#blocks.keys()].filter((block) => !given.has(block));
    this.replace(new Map([...gone.map((block) => [block, undefined] as const), ...byNumber(blocks)]));
  }

  /** These blocks are now so; undefined: no message is left of it. */
  replace(blocks: ReadonlyMap<number, IndexBlock | undefined>): void {
    const removed = new Set<number>();
    const added: Entry[] = [];
    for (const [block, record] of blocks) {
      const before = this.#blocks.get(block) ?? [];
      const now = record === undefined ? [] : this.#listed(record);
      if (sameEntries(before, now)) continue;
      if (now.length === 0) this.#blocks.delete(block);
      else this.#blocks.set(block, now);
      for (const { uid } of before) removed.add(uid);
      added.push(...now);
    }
    if (removed.size === 0 && added.length === 0) return;
    this.#order = merge(
      removed.size === 0 ? this.#order : this.#order.filter(({ uid }) => !removed.has(uid)),
      added.sort(newestFirst),
    );
    // Every entry comes from a stored summary, whose UID was validated.
    this.#uids = this.#order.map(({ uid }) => uid as Uid);
  }

  /** Descending by UID: mostly by date too, which makes sorting cheap. */
  #listed({ uids, dates, bits }: IndexBlock): readonly Entry[] {
    const entries: Entry[] = [];
    for (let place = uids.length - 1; place >= 0; place -= 1) {
      const bit = bits[place] ?? 0;
      if ((bit & HIDDEN) === 0 && (bit & this.#bit) === this.#bit)
        entries.push({ uid: uids[place] ?? 0, date: dates[place] ?? 0 });
    }
    return entries;
  }
}

const byNumber = (blocks: readonly IndexBlock[]): readonly (readonly [number, IndexBlock])[] =>
  // Newest first, for the same reason.
  blocks.toSorted((a, b) => b.block - a.block).map((record) => [record.block, record] as const);

const newestFirst = (a: Entry, b: Entry): number => b.date - a.date || b.uid - a.uid;

const sameEntries = (a: readonly Entry[], b: readonly Entry[]): boolean =>
  a.length === b.length &&
  a.every((entry, place) => entry.uid === b[place]?.uid && entry.date === b[place]?.date);

/** Two lists, each newest first, as one. */
function merge(a: readonly Entry[], b: readonly Entry[]): readonly Entry[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const merged: Entry[] = [];
  let i = 0;
  for (const entry of a) {
    for (let next = b[i]; next !== undefined && newestFirst(next, entry) < 0; next = b[i]) {
      merged.push(next);
      i += 1;
    }
    merged.push(entry);
  }
  for (; i < b.length; i += 1) {
    const rest = b[i];
    if (rest !== undefined) merged.push(rest);
  }
  return merged;
}
