import type { AppSettings } from '../../../preload/contract/index.ts';
import type { NaruDatabase } from '../openDatabase.ts';

/** Mirrors the host's settings. */
export async function storeSettings(database: NaruDatabase, settings: AppSettings): Promise<void> {
  await database.settings.put({ key: 'app', settings });
}
