import { MailError } from '../../../preload/contract/index.ts';
import type { NaruDatabase } from '../openDatabase.ts';

/**
 * Empties every table but `pendingOperations`, in one transaction. Throws `mail.inUse` while operations wait or are
 * parked: they name UIDs that only the cache can show.
 */
export async function clearCache(database: NaruDatabase): Promise<void> {
  await database.transaction('rw', database.tables, async () => {
    if ((await database.pendingOperations.count()) > 0)
      throw new MailError('mail.inUse', 'changes wait to be sent to the server', { retry: 'afterChange' });
    for (const table of database.tables) await table.clear();
  });
}
