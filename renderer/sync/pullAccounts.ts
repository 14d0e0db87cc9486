import { replaceAccounts } from '../db/writes/replaceAccounts.ts';
import type { SyncPorts } from './SyncPorts.ts';

/** Mirrors the host's accounts into the cache. */
export async function pullAccounts({ api, database }: SyncPorts): Promise<void> {
  await replaceAccounts(database, await api['accounts.list']({}));
}
