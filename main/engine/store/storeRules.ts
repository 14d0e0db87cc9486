import { StoreError } from './StoreError.ts';
import type { Folder, StoreIndex } from './StoreIndex.ts';
import type { FolderId } from './storeTypes.ts';

const maximumFlags = 500;
const maximumDepth = 50;
/** An IMAP atom or `\` and one: no space, control, quote, paren, brace, percent, star, closing bracket. */
const flagPattern = /^\\?[^\s\p{Cc}(){%*"\\\]]{1,254}$/u;
const controls = /[\p{Cc}\u2028\u2029]/u;

/** The flags without repetitions; `invalid` when one is no IMAP flag or keyword (RFC 9051 section 2.3.2) or they are too many. */
export const checkedFlags = (flags: Iterable<string>): readonly string[] => {
  const unique = [...new Set(flags)];
  const wrong = unique.find((flag) => !flagPattern.test(flag));
  if (wrong !== undefined) throw new StoreError('invalid', 'A flag holds a character that flags cannot have');
  if (unique.length > maximumFlags) throw new StoreError('invalid', `More than ${maximumFlags} flags`);
  return unique;
};

/** A folder name fit for a person and for a path: NFC, 1 to 255 characters, no control characters, no `/`. */
export const checkedFolderName = (name: string): string => {
  const normal = name.normalize('NFC');
  if (normal.trim() === '' || normal.length > 255 || controls.test(normal) || normal.includes('/')) {
    throw new StoreError(
      'invalid',
      'A folder name needs 1 to 255 characters, without "/" and control characters',
    );
  }
  return normal;
};

/** A witness is compared byte by byte and kept in the journal: 1 to 512 characters, anything in them. */
export const checkedWitness = (witness: string): string => {
  if (witness.length === 0 || witness.length > 512)
    throw new StoreError('invalid', 'A witness has 1 to 512 characters');
  return witness;
};

export const folderOf = (index: StoreIndex, id: FolderId): Folder => {
  const folder = index.folders.get(id);
  if (folder === undefined) throw new StoreError('notFound', 'There is no such folder');
  return folder;
};

/** Refuses a place that is taken, below itself, too deep, or gone. */
export const assertPlaceFree = (
  index: StoreIndex,
  place: { readonly id: number | null; readonly name: string; readonly parent: number | null },
): void => {
  for (const other of index.folders.values()) {
    if (other.id !== place.id && other.parent === place.parent && other.name === place.name) {
      throw new StoreError('conflict', 'A folder of this name exists there');
    }
  }
  let depth = 0;
  for (let above = place.parent; above !== null; depth += 1) {
    const folder = index.folders.get(above);
    if (folder === undefined) throw new StoreError('notFound', 'The folder above is gone');
    if (above === place.id) throw new StoreError('invalid', 'A folder cannot lie inside itself');
    if (depth > maximumDepth) throw new StoreError('invalid', `Folders nest at most ${maximumDepth} deep`);
    above = folder.parent;
  }
};
