import type { Account, AccountId } from '../../../preload/contract/index.ts';
import type { FolderKey, FolderRow } from '../../domain/rows.ts';
import { foldersOf } from '../folderRange.ts';
import type { NaruDatabase } from '../openDatabase.ts';

export const listAccounts = async (database: NaruDatabase): Promise<Account[]> =>
  (await database.accounts.orderBy('position').toArray()).map(({ account }) => account);

export const listFolders = (database: NaruDatabase, accountId: AccountId): Promise<FolderRow[]> =>
  foldersOf(database, accountId).toArray();

export const allFolders = (database: NaruDatabase): Promise<FolderRow[]> => database.folders.toArray();

export const folderByKey = (database: NaruDatabase, key: FolderKey): Promise<FolderRow | undefined> =>
  database.folders.get(key);
