import { Dexie, type DBCore, type Table } from 'dexie';
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
import type { ChangeRow, FolderKey, FolderRow, PartRow, PendingOperation } from '../domain/rows.ts';
import type { BodyPack, FolderHead, IndexBlock, TextBlock } from './blocks.ts';

export type BlockKey = [FolderKey, number];

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
  /** Messages, in blocks of neighbouring UIDs: their index, their summaries, their previews. */
  readonly blocks: Table<IndexBlock, BlockKey>;
  readonly summaries: Table<TextBlock, BlockKey>;
  readonly previews: Table<TextBlock, BlockKey>;
  readonly bodyPacks: Table<BodyPack, BlockKey>;
  readonly heads: Table<FolderHead, FolderKey>;
  readonly parts: Table<PartRow, [FolderKey, Uid, PartId]>;
  readonly pendingOperations: Table<PendingOperation, number>;
  readonly changes: Table<ChangeRow, string>;
  readonly drafts: Table<Draft, DraftId>;
  readonly outbox: Table<OutboxItem, OutboxId>;
  readonly settings: Table<SettingsRow, string>;
};

/** Opens (and on first use makes) the cache. */
export function openDatabase(name: string): NaruDatabase {
  // Dexie's query cache would hold whole result sets in memory; the lists read windows of rows.
  const database = new Dexie(name, { cache: 'disabled' });
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
  // Messages moved from rows to blocks; they come again from their servers.
  database
    .version(2)
    .stores({
      messages: null,
      bodies: null,
      blocks: '[folder+block]',
      summaries: '[folder+block]',
      previews: '[folder+block]',
      bodyPacks: '[folder+pack]',
      heads: 'folder',
    })
    .upgrade((transaction) =>
      transaction
        .table<FolderRow>('folders')
        .toCollection()
        .modify({ cursor: null, total: 0, unread: 0, progress: null }),
    );
  database.use({
    stack: 'dbcore',
    name: 'durability',
    create: (core: DBCore): DBCore => ({
      ...core,
      transaction: (tables, mode) =>
        core.transaction(tables, mode, { durability: durabilityOf(tables, mode) }),
    }),
  });
  // Dexie adds the tables as properties at run time; the declaration above names the same ones.
  return database as NaruDatabase;
}

/**
 * A person's change that is not pushed yet lives nowhere else: its transactions, all of which have `changes` in their
 * scope, wait for the disk. What is a cache does not: lost by a crash, it comes again, its cursor with it.
 */
export function durabilityOf(tables: readonly string[], mode: IDBTransactionMode): 'strict' | 'relaxed' {
  return mode !== 'readonly' && tables.includes('changes') ? 'strict' : 'relaxed';
}
