import { storeDrafts } from '../db/writes/replaceMirror.ts';
import type { SyncPorts } from './SyncPorts.ts';

/** Mirrors the host's drafts into the cache. */
export async function pullDrafts({ api, database }: SyncPorts): Promise<void> {
  await storeDrafts(database, await api['drafts.list']({}));
}
