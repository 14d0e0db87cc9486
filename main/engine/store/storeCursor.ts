import { SyncCursor } from '../../../preload/contract/index.ts';

/** How far a cache has read a folder of the store. */
export interface StoreCursor {
  readonly uidValidity: number;
  /** Changes up to here were delivered. */
  readonly modseq: number;
  /** A changed message from here on is new to the cache; below, only its flags can be. */
  readonly uidNext: number;
  /** Messages below this were not delivered yet (newest first); 1 when all were. */
  readonly below: number;
}

const version = 's1';

export const encodeCursor = (cursor: StoreCursor): SyncCursor =>
  SyncCursor.parse([version, cursor.uidValidity, cursor.modseq, cursor.uidNext, cursor.below].join('.'));

/** Undefined for anything this version did not write: the folder is then read anew. */
export const decodeCursor = (text: SyncCursor | null): StoreCursor | undefined => {
  const [tag, ...numbers] = (text ?? '').split('.');
  const [uidValidity, modseq, uidNext, below] = numbers.map(Number);
  if (tag !== version || numbers.length !== 4 || !numbers.every((number) => /^\d{1,16}$/.test(number)))
    return undefined;
  if (uidValidity === undefined || modseq === undefined || uidNext === undefined || below === undefined)
    return undefined;
  return { uidValidity, modseq, uidNext, below };
};
