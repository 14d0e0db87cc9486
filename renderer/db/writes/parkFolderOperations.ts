import type { MailErrorData } from '../../../preload/contract/index.ts';
import type { FolderKey } from '../../domain/rows.ts';
import { messageTables } from '../folderRange.ts';
import type { NaruDatabase } from '../openDatabase.ts';
import { FolderWriter } from './FolderWriter.ts';
import { expandRanges, parseUidSet } from '../../domain/uidSet.ts';
import { MAX_UIDS_PER_OPERATION } from './recordChange.ts';

/** Parks all operations of a folder for one reason (it is gone, it is read-only) and shows the server's truth. */
export async function parkFolderOperations(
  database: NaruDatabase,
  folder: FolderKey,
  error: MailErrorData,
): Promise<void> {
  const { pendingOperations } = database;
  await database.transaction('rw', [...messageTables(database), pendingOperations], async () => {
    const waiting = await pendingOperations.where('folder').equals(folder).toArray();
    const parked = waiting.filter(({ state }) => state !== 'parked');
    await pendingOperations.bulkPut(parked.map((pending) => ({ ...pending, state: 'parked', error })));
    const writer = await FolderWriter.open(database, folder);
    for (const { operation } of parked)
      await writer?.relay(expandRanges(parseUidSet(operation.uids), MAX_UIDS_PER_OPERATION));
    await writer?.close();
  });
}
