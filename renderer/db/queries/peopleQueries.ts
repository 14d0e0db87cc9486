import type { Address } from '../../../preload/contract/index.ts';
import type { FolderKey } from '../../domain/rows.ts';
import type { NaruDatabase } from '../openDatabase.ts';
import { messageOrder, messagesByUid } from './messageQueries.ts';

const NEWEST = 500;

/** Recipients or senders of the newest messages of these folders, newest first, with repetitions. */
export async function recentPeople(
  database: NaruDatabase,
  folders: readonly FolderKey[],
  which: 'recipients' | 'senders',
): Promise<readonly Address[]> {
  const people: Address[] = [];
  for (const folder of folders) {
    const order = await messageOrder(database, folder, { filter: 'all' });
    for (const row of await messagesByUid(database, folder, order.slice(0, NEWEST)))
      if (row !== undefined)
        people.push(...(which === 'senders' ? row.summary.from : [...row.summary.to, ...row.summary.cc]));
  }
  return people;
}
