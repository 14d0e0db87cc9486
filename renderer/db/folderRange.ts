import type { Collection } from 'dexie';
import type { AccountId } from '../../preload/contract/index.ts';
import type { FolderKey } from '../domain/rows.ts';
import type { IndexBlock } from './blocks.ts';
import type { BlockKey, NaruDatabase } from './openDatabase.ts';

/** The index of a folder, or its blocks `low` to `high`, ascending. */
export const blocksIn = (
  database: NaruDatabase,
  folder: FolderKey,
  low = 0,
  high = Infinity,
): Collection<IndexBlock, BlockKey> =>
  database.blocks.where('[folder+block]').between([folder, low], [folder, high], true, true);

export const partsIn = (database: NaruDatabase, folder: FolderKey) =>
  database.parts
    .where('[folder+uid+partId]')
    // A shorter key sorts before the longer ones that begin with it; no UID is infinite.
    .between([folder, 0], [folder, Infinity]);

/** Folders of an account are found by their own index. */
export const foldersOf = (database: NaruDatabase, accountId: AccountId) =>
  database.folders.where('accountId').equals(accountId);

/** The tables that hold a folder's messages. */
export const messageTables = ({
  folders,
  heads,
  blocks,
  summaries,
  previews,
  bodyPacks,
  parts,
}: NaruDatabase) => [folders, heads, blocks, summaries, previews, bodyPacks, parts] as const;

/** Removes all messages of a folder, inside a running transaction over `messageTables`. */
export async function deleteMessages(database: NaruDatabase, folder: FolderKey): Promise<void> {
  const { blocks, summaries, previews, bodyPacks } = database;
  const low = [folder, 0];
  const high = [folder, Infinity];
  await Promise.all([
    ...[blocks, summaries, previews].map((table) =>
      table.where('[folder+block]').between(low, high).delete(),
    ),
    bodyPacks.where('[folder+pack]').between(low, high).delete(),
    partsIn(database, folder).delete(),
  ]);
}
