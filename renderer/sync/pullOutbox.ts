import { storeOutbox } from '../db/writes/replaceMirror.ts';
import type { SyncPorts } from './SyncPorts.ts';

/** Mirrors the host's outbox into the cache. */
export async function pullOutbox({ api, database }: SyncPorts): Promise<void> {
  await storeOutbox(database, await api['outbox.list']({}));
}
