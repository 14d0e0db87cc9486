import type { AccountId } from '../../preload/contract/index.ts';
import { replaceFolders } from '../db/writes/replaceFolders.ts';
import type { SyncPorts } from './SyncPorts.ts';

/** Makes an account's folder list what its system of record says. */
export async function pullFolders(
  { api, database }: SyncPorts,
  accountId: AccountId,
  signal: AbortSignal,
): Promise<void> {
  await replaceFolders(database, accountId, await api['folders.list']({ accountId }, { signal }));
}
