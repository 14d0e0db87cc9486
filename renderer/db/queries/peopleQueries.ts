import { Dexie } from 'dexie';
import type { Address } from '../../../preload/contract/index.ts';
import type { FolderKey } from '../../domain/rows.ts';
import type { NaruDatabase } from '../openDatabase.ts';

const NEWEST = 500;

/** Recipients or senders of the newest messages of these folders, newest first, with repetitions. */
export async function recentPeople(
  database: NaruDatabase,
  folders: readonly FolderKey[],
  which: 'recipients' | 'senders',
): Promise<readonly Address[]> {
  const people: Address[] = [];
  for (const folder of folders) {
    const rows = await database.messages
      .where('[listedIn+date]')
      .between([folder, Dexie.minKey], [folder, Dexie.maxKey])
      .reverse()
      .limit(NEWEST)
      .toArray();
    for (const { summary } of rows)
      people.push(...(which === 'senders' ? summary.from : [...summary.to, ...summary.cc]));
  }
  return people;
}
