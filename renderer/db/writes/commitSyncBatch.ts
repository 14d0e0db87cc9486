import type { SyncBatch, SyncCursor } from '../../../preload/contract/index.ts';
import type { FolderKey } from '../../domain/rows.ts';
import { parseUidSet } from '../../domain/uidSet.ts';
import { messageTables } from '../folderRange.ts';
import type { NaruDatabase } from '../openDatabase.ts';
import { FolderWriter } from './FolderWriter.ts';
import { parkOperations } from './parkOperations.ts';

/** `superseded`: the cursor has moved since the batch was asked for (or the folder is gone); nothing was written. */
export type CommitOutcome = 'committed' | 'superseded';

/**
 * Writes one step of a folder's sync and its cursor in one transaction: all of it or nothing. `askedFrom` is the
 * cursor the batch was asked with. Pending operations are laid over what the server says; under a new UIDVALIDITY
 * those of the old one are parked. Committing the same batch again changes nothing.
 */
export async function commitSyncBatch(
  database: NaruDatabase,
  folder: FolderKey,
  askedFrom: SyncCursor | null,
  batch: SyncBatch,
): Promise<CommitOutcome> {
  const { folders, pendingOperations } = database;
  return database.transaction('rw', [...messageTables(database), pendingOperations], async () => {
    const row = await folders.get(folder);
    if (row === undefined || row.cursor !== askedFrom) return 'superseded';
    const renumbered = row.uidValidity !== null && row.uidValidity !== batch.uidValidity;
    if (renumbered && !batch.reset) {
      // An engine must say reset with a new UIDVALIDITY. Beginning anew is always right; mixing UIDs never is.
      await folders.put({ ...row, cursor: null });
      return 'superseded';
    }
    const operations = await pendingOperations.where('folder').equals(folder).toArray();
    await parkOperations(
      database,
      operations.filter(({ uidValidity }) => uidValidity !== batch.uidValidity),
      'mail.uidValidityChanged',
      'the server has renumbered the messages of this folder',
    );
    const writer = await FolderWriter.open(database, folder, batch.uidValidity);
    if (writer === undefined) return 'superseded';

    if (batch.reset) await writer.clear();
    await writer.removeRanges(parseUidSet(batch.vanished));
    if (batch.present !== null) {
      const { low, high, uids } = batch.present;
      await writer.removeAllBut(low, high, parseUidSet(uids));
    }
    await writer.put(batch.added);
    if (batch.flagChanges.length > 0) await writer.applyFlags(batch.flagChanges);
    await writer.close({
      uidValidity: batch.uidValidity,
      cursor: batch.nextCursor,
      progress: batch.progress,
      serverCounts: batch.counts ?? row.serverCounts,
    });
    return 'committed';
  });
}
