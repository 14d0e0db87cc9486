import { storeSettings } from '../db/writes/storeSettings.ts';
import type { SyncPorts } from './SyncPorts.ts';

/** Mirrors the host's settings into the cache. */
export async function pullSettings({ api, database }: SyncPorts): Promise<void> {
  await storeSettings(database, await api['settings.get']({}));
}
