import { Dexie, type Table } from 'dexie';
import type {
  Account,
  AccountId,
  AppSettings,
  Draft,
  DraftId,
  OutboxId,
  OutboxItem,
  PartId,
  Uid,
} from '../../preload/contract/index.ts';
import type { BodyRow, ChangeRow, FolderKey, FolderRow, PartRow, PendingOperation } from '../domain/rows.ts';
import type { StoredMessage } from './storedMessage.ts';

export type MessageKey = [FolderKey, Uid];

/** An account at its place in the person's order. */
export interface AccountRow {
  readonly id: AccountId;
  readonly position: number;
  readonly account: Account;
}

/** The one settings row: what the host keeps on disk, mirrored for a first paint without it. */
export interface SettingsRow {
  readonly key: 'app';
  readonly settings: AppSettings;
}

/** Naru's tables. All but `pendingOperations` can be thrown away and come back from the systems of record. */
export type NaruDatabase = Dexie & {
  readonly accounts: Table<AccountRow, AccountId>;
  readonly folders: Table<FolderRow, FolderKey>;
  readonly messages: Table<StoredMessage, MessageKey>;
  readonly bodies: Table<BodyRow, MessageKey>;
  readonly parts: Table<PartRow, [FolderKey, Uid, PartId]>;
  readonly pendingOperations: Table<PendingOperation, number>;
  readonly changes: Table<ChangeRow, string>;
  readonly drafts: Table<Draft, DraftId>;
  readonly outbox: Table<OutboxItem, OutboxId>;
  readonly settings: Table<SettingsRow, string>;
};

/**
 * Opens (and on first use makes) the cache. Every commit waits for the disk: Chromium's default reports `complete`
 * before the flush, and an operation not yet pushed lives nowhere else. Measured cost: about 5 %.
 */
export function openDatabase(name: string): NaruDatabase {
  const database = new Dexie(name, {
    chromeTransactionDurability: 'strict',
    // Dexie's query cache would hold whole result sets in memory; the lists read keys and windows of rows.
    cache: 'disabled',
  });
  database.version(1).stores({
    accounts: 'id, position',
    folders: 'key, accountId',
    messages: '[folder+uid], [listedIn+date], [unreadIn+date], [flaggedIn+date]',
    bodies: '[folder+uid]',
    parts: '[folder+uid+partId]',
    pendingOperations: '++id, folder, state, &operation.opId',
    changes: 'opId, madeAt',
    drafts: 'id, accountId',
    outbox: 'id, accountId',
    settings: 'key',
  });
  // Dexie adds the tables as properties at run time; the declaration above names the same ones.
  return database as NaruDatabase;
}
