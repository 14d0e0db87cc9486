import type { Account } from '../../../preload/contract/index.ts';
import { foldersOf, messageTables } from '../folderRange.ts';
import type { NaruDatabase } from '../openDatabase.ts';
import { removeFolder } from './removeFolder.ts';

/**
 * Mirrors the host's accounts in one transaction. What is cached of an account the person removed goes with it, its
 * unpushed operations too: they have no server left to go to.
 */
export async function replaceAccounts(database: NaruDatabase, accounts: readonly Account[]): Promise<void> {
  const { pendingOperations } = database;
  const tables = [...messageTables(database), database.accounts, pendingOperations];
  await database.transaction('rw', tables, async () => {
    const kept = new Set(accounts.map(({ id }) => id));
    for (const { id } of await database.accounts.toArray()) {
      if (kept.has(id)) continue;
      for (const { key } of await foldersOf(database, id).toArray()) await removeFolder(database, key);
      await pendingOperations.where('folder').startsWith(`${id}/`).delete();
      await database.accounts.delete(id);
    }
    await database.accounts.bulkPut(
      accounts.map((account, position) => ({ id: account.id, position, account })),
    );
  });
}
