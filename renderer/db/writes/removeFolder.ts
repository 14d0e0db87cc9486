import type { FolderKey } from '../../domain/rows.ts';
import { deleteMessages } from '../folderRange.ts';
import type { NaruDatabase } from '../openDatabase.ts';

/** Removes a folder with all that is cached of it, inside a running transaction. Its operations are the caller's. */
export async function removeFolder(database: NaruDatabase, folder: FolderKey): Promise<void> {
  await deleteMessages(database, folder);
  await database.heads.delete(folder);
  await database.folders.delete(folder);
}
