import type { EpochMs, MessageBody, MessageHead, TextCharset } from '../../preload/contract/index.ts';
import type { FolderKey } from '../domain/rows.ts';

/** UIDs that share a block: block `n` holds those from `n * BLOCK_UIDS` on. Measured: decision 6. */
const BLOCK_UIDS = 256;

export const blockOf = (uid: number): number => Math.floor(uid / BLOCK_UIDS);

/**
 * All that lists and counters need of a block's messages, as columns of equal length, ascending by UID. Small (20
 * bytes a message), as it is written anew with each change of a flag.
 */
export interface IndexBlock {
  readonly folder: FolderKey;
  readonly block: number;
  readonly uids: Uint32Array;
  /** Epoch milliseconds, as `messageDate` gives them. */
  readonly dates: Float64Array;
  /** Octets; what has 4 GiB or more says 4 GiB. */
  readonly sizes: Uint32Array;
  readonly bits: Uint8Array;
  /** Places in `flagSets`: the server's flags, and those with pending operations laid over. */
  readonly serverFlags: Uint16Array;
  readonly shownFlags: Uint16Array;
  readonly flagSets: readonly (readonly string[])[];
  /** The pack that holds the body; 0 when it is not cached. */
  readonly packs: Uint32Array;
  /** Absent while nobody chose anything: it is rare. */
  readonly readings?: readonly (readonly [uid: number, reading: Reading])[];
}

/** How the person wants a message read that labels itself wrongly, and its head as it reads then. */
export interface Reading {
  readonly charset: TextCharset;
  readonly head: MessageHead | undefined;
}

/** `bits` of a row. */
export const HIDDEN = 1;
/** Shown as unread. */
export const UNREAD = 2;
/** Shown as flagged. */
export const FLAGGED = 4;

/** One text per message of a block: its summary as JSON, or its preview. Ascending by UID. */
export interface TextBlock {
  readonly folder: FolderKey;
  readonly block: number;
  readonly uids: Uint32Array;
  readonly texts: readonly string[];
}

/** Bodies that came together; which pack holds a message's is in its index block. */
export interface BodyPack {
  readonly folder: FolderKey;
  /** From 1, in the order of coming. */
  readonly pack: number;
  readonly bodies: readonly MessageBody[];
}

/** What tells readers which blocks of a folder have changed since they last looked. */
export interface FolderHead {
  readonly folder: FolderKey;
  /** Another one: nothing read before counts any more. */
  readonly epoch: string;
  /** Counts the commits that changed a block. */
  readonly version: number;
  /** The latest of them, oldest first. Versions before the first are forgotten: read everything. */
  readonly log: readonly { readonly version: number; readonly blocks: readonly number[] }[];
  /** The next free pack. */
  readonly nextPack: number;
}

/** What the index says of one message. */
export interface IndexRow {
  readonly date: EpochMs;
  readonly size: number;
  readonly serverFlags: readonly string[];
  readonly shownFlags: readonly string[];
  readonly hidden: 0 | 1;
  /** 0: the body is not cached. */
  readonly pack: number;
  readonly reading?: Reading;
}

/** Where a UID stands in ascending UIDs; -1 when it does not. */
export function placeOf(uids: Uint32Array, uid: number): number {
  let from = 0;
  let to = uids.length - 1;
  while (from <= to) {
    const middle = (from + to) >> 1;
    const found = uids[middle] ?? 0;
    if (found === uid) return middle;
    if (found < uid) from = middle + 1;
    else to = middle - 1;
  }
  return -1;
}

/** The row at a place of a block. */
export function indexRow(block: IndexBlock, place: number): IndexRow {
  const reading = block.readings?.find(([uid]) => uid === block.uids[place])?.[1];
  return {
    date: block.dates[place] ?? 0,
    size: block.sizes[place] ?? 0,
    serverFlags: block.flagSets[block.serverFlags[place] ?? -1] ?? [],
    shownFlags: block.flagSets[block.shownFlags[place] ?? -1] ?? [],
    hidden: (block.bits[place] ?? 0) & HIDDEN ? 1 : 0,
    pack: block.packs[place] ?? 0,
    ...(reading !== undefined && { reading }),
  };
}

/** Whether putting one in place of the other would change nothing. */
export const sameRow = (a: IndexRow, b: IndexRow): boolean =>
  a.date === b.date &&
  a.size === b.size &&
  a.hidden === b.hidden &&
  a.pack === b.pack &&
  a.reading === b.reading &&
  sameFlags(a.serverFlags, b.serverFlags) &&
  sameFlags(a.shownFlags, b.shownFlags);

const sameFlags = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((flag, place) => flag === b[place]));
