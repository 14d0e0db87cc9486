import { Dexie } from 'dexie';
import type { AccountId } from '../../preload/contract/index.ts';
import type { FolderKey } from '../domain/rows.ts';
import type { NaruDatabase } from './openDatabase.ts';
import type { StoredMessage } from './storedMessage.ts';

/** A UID has 32 bits (RFC 3501 section 2.3.1.1). */
const LOWEST = 0;
const HIGHEST = 4_294_967_295;

/** All primary keys of a folder's messages or bodies, or those of UIDs `low` to `high`. */
export const messagesIn = (
  database: NaruDatabase,
  folder: FolderKey,
  low: number = LOWEST,
  high: number = HIGHEST,
) => database.messages.where('[folder+uid]').between([folder, low], [folder, high], true, true);

export const bodiesIn = (database: NaruDatabase, folder: FolderKey) =>
  database.bodies.where('[folder+uid]').between([folder, Dexie.minKey], [folder, Dexie.maxKey]);

export const partsIn = (
  database: NaruDatabase,
  folder: FolderKey,
  low: number = LOWEST,
  high: number = HIGHEST,
) =>
  database.parts
    .where('[folder+uid+partId]')
    .between([folder, low, Dexie.minKey], [folder, high, Dexie.maxKey], true, true);

/** Folders of an account are found by their own index. */
export const foldersOf = (database: NaruDatabase, accountId: AccountId) =>
  database.folders.where('accountId').equals(accountId);

/**
 * The rows that exist of these UIDs. One range read when they lie close together (twenty times faster than keys
 * one by one in Chromium), single keys when the range holds mostly others.
 */
export async function rowsByUid(
  database: NaruDatabase,
  folder: FolderKey,
  uids: readonly number[],
): Promise<Map<number, StoredMessage>> {
  const found = new Map<number, StoredMessage>();
  if (uids.length === 0) return found;
  const wanted = new Set(uids);
  let low = Infinity;
  let high = 0;
  for (const uid of wanted) {
    low = Math.min(low, uid);
    high = Math.max(high, uid);
  }
  const dense = high - low < wanted.size * 4;
  const rows = dense
    ? await messagesIn(database, folder, low, high).toArray()
    : await database.messages.bulkGet([...wanted].map((uid): [FolderKey, never] => [folder, uid as never]));
  for (const row of rows) if (row !== undefined && wanted.has(row.uid)) found.set(row.uid, row);
  return found;
}
