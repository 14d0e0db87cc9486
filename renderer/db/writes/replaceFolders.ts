import type { AccountId, FolderInfo } from '../../../preload/contract/index.ts';
import { folderKey, type FolderRow } from '../../domain/rows.ts';
import { foldersOf, messageTables } from '../folderRange.ts';
import type { NaruDatabase } from '../openDatabase.ts';
import { parkOperations } from './parkOperations.ts';
import { removeFolder } from './removeFolder.ts';

/**
 * Makes an account's folder list what its system of record says, in one transaction. Known folders keep their
 * messages, cursor and counters; those that are gone lose them, and their operations are parked.
 */
export async function replaceFolders(
  database: NaruDatabase,
  accountId: AccountId,
  infos: readonly FolderInfo[],
): Promise<void> {
  const { folders, pendingOperations } = database;
  await database.transaction('rw', [...messageTables(database), pendingOperations], async () => {
    const known = new Map((await foldersOf(database, accountId).toArray()).map((row) => [row.key, row]));
    const next = new Map(
      infos.map((info) => {
        const key = folderKey(accountId, info.path);
        return [key, folderRow(accountId, info, known.get(key))];
      }),
    );
    for (const key of known.keys()) {
      if (next.has(key)) continue;
      const waiting = await pendingOperations.where('folder').equals(key).toArray();
      await parkOperations(database, waiting, 'mail.folderNotFound', 'the folder is gone');
      await removeFolder(database, key);
    }
    const changed = [...next.values()].filter(
      (row) => JSON.stringify(row) !== JSON.stringify(known.get(row.key)),
    );
    await folders.bulkPut(changed);
  });
}

function folderRow(accountId: AccountId, info: FolderInfo, known: FolderRow | undefined): FolderRow {
  const { total, unseen, ...described } = info;
  return {
    ...described,
    key: folderKey(accountId, info.path),
    accountId,
    total: known?.total ?? 0,
    unread: known?.unread ?? 0,
    uidValidity: known?.uidValidity ?? null,
    cursor: known?.cursor ?? null,
    progress: known?.progress ?? null,
    serverCounts: total === null ? (known?.serverCounts ?? null) : { total, unseen },
  };
}
