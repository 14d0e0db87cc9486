import type { FolderKey, PendingOperation } from '../../domain/rows.ts';
import type { NaruDatabase } from '../openDatabase.ts';

/** Operations of a folder in the order the person acted. */
export const pendingByFolder = (database: NaruDatabase, folder: FolderKey): Promise<PendingOperation[]> =>
  database.pendingOperations.where('folder').equals(folder).sortBy('id');

/** Operations that wait for the person to decide. */
export const parkedOperations = (database: NaruDatabase): Promise<PendingOperation[]> =>
  database.pendingOperations.where('state').equals('parked').sortBy('id');

/** How many operations wait for the server and how many for the person. */
export async function operationCounts(
  database: NaruDatabase,
): Promise<{ readonly pending: number; readonly parked: number }> {
  const all = await database.pendingOperations.count();
  const parked = await database.pendingOperations.where('state').equals('parked').count();
  return { pending: all - parked, parked };
}

/** Folders with operations that can be pushed, those of the oldest operation first. */
export async function foldersToPush(database: NaruDatabase): Promise<readonly FolderKey[]> {
  const waiting = await database.pendingOperations.where('state').anyOf('pending', 'pushing').sortBy('id');
  const keys = [...new Set(waiting.map(({ folder }) => folder))];
  const rows = await database.folders.bulkGet(keys);
  return keys.filter((_, index) => (rows[index]?.uidValidity ?? null) !== null);
}
