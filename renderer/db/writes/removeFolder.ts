import type { FolderKey } from '../../domain/rows.ts';
import { bodiesIn, messagesIn, partsIn } from '../folderRange.ts';
import type { NaruDatabase } from '../openDatabase.ts';

/** Removes a folder with all that is cached of it, inside a running transaction. Its operations are the caller's. */
export async function removeFolder(database: NaruDatabase, folder: FolderKey): Promise<void> {
  await messagesIn(database, folder).delete();
  await bodiesIn(database, folder).delete();
  await partsIn(database, folder).delete();
  await database.folders.delete(folder);
}
