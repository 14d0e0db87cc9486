import { expandRanges, parseUidSet } from '../../domain/uidSet.ts';
import { messageTables } from '../folderRange.ts';
import type { NaruDatabase } from '../openDatabase.ts';
import { FolderWriter } from './FolderWriter.ts';
import { MAX_UIDS_PER_OPERATION } from './recordChange.ts';

/**
 * The person's word on parked operations: `retry` puts them back in line (those whose UIDs mean nothing any more
 * stay parked: there is nothing to apply them to), `discard` forgets them.
 */
export async function resolveParked(
  database: NaruDatabase,
  ids: readonly number[],
  decision: 'retry' | 'discard',
): Promise<void> {
  const { folders, pendingOperations, changes } = database;
  await database.transaction('rw', [...messageTables(database), pendingOperations, changes], async () => {
    for (const pending of await pendingOperations.bulkGet([...ids])) {
      if (pending?.id === undefined || pending.state !== 'parked') continue;
      const row = await folders.get(pending.folder);
      if (decision === 'discard') {
        await pendingOperations.delete(pending.id);
        await changes.delete(pending.operation.opId);
      } else if (row?.uidValidity === pending.uidValidity) {
        // It may have happened before it was parked: as after a lost answer.
        await pendingOperations.put({ ...pending, state: 'pushing', error: null });
      }
      const writer = await FolderWriter.open(database, pending.folder);
      await writer?.relay(expandRanges(parseUidSet(pending.operation.uids), MAX_UIDS_PER_OPERATION));
      await writer?.close();
    }
  });
}
