import { Dexie } from 'dexie';
import type { PartId, Uid } from '../../../preload/contract/index.ts';
import type { BodyRow, FolderKey, MessageRow, PartRow } from '../../domain/rows.ts';
import type { NaruDatabase } from '../openDatabase.ts';

export interface OrderOptions {
  readonly filter: 'all' | 'unread' | 'flagged';
  /** By date; messages of the same instant by UID. */
  readonly direction: 'ascending' | 'descending';
}

const indexOf = {
  all: '[listedIn+date]',
  unread: '[unreadIn+date]',
  flagged: '[flaggedIn+date]',
} as const satisfies Record<OrderOptions['filter'], string>;

/** UIDs of a folder in the order a list shows them, without hidden ones: read from an index, no row is touched. */
export async function messageOrder(
  database: NaruDatabase,
  folder: FolderKey,
  options: OrderOptions,
): Promise<Uid[]> {
  const keys = await database.messages
    .where(indexOf[options.filter])
    .between([folder, Dexie.minKey], [folder, Dexie.maxKey])
    .primaryKeys();
  const uids = keys.map(([, uid]) => uid);
  return options.direction === 'ascending' ? uids : uids.reverse();
}

/** Rows for a window of a list, in the order asked; undefined for one that is gone. */
export const messagesByUid = (
  database: NaruDatabase,
  folder: FolderKey,
  uids: readonly Uid[],
): Promise<(MessageRow | undefined)[]> =>
  database.messages.bulkGet(uids.map((uid): [FolderKey, Uid] => [folder, uid]));

export const message = (
  database: NaruDatabase,
  folder: FolderKey,
  uid: Uid,
): Promise<MessageRow | undefined> => database.messages.get([folder, uid]);

export const body = (database: NaruDatabase, folder: FolderKey, uid: Uid): Promise<BodyRow | undefined> =>
  database.bodies.get([folder, uid]);

/** An attachment that was fetched before. */
export const part = (
  database: NaruDatabase,
  folder: FolderKey,
  uid: Uid,
  partId: PartId,
): Promise<PartRow | undefined> => database.parts.get([folder, uid, partId]);

/** The newest messages of a folder that have no body yet and are no larger than `maxBytes`, newest first. */
export async function messagesWithoutBody(
  database: NaruDatabase,
  folder: FolderKey,
  newest: number,
  maxBytes: number,
): Promise<readonly { readonly uid: Uid; readonly sizeBytes: number }[]> {
  const rows = await database.messages
    .where('[listedIn+date]')
    .between([folder, Dexie.minKey], [folder, Dexie.maxKey])
    .reverse()
    .limit(newest)
    .toArray();
  return rows
    .filter((row) => !row.hasBody && row.summary.sizeBytes <= maxBytes)
    .map(({ uid, summary }) => ({ uid, sizeBytes: summary.sizeBytes }));
}
