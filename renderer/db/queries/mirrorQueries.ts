import {
  defaultSettings,
  type AppSettings,
  type Draft,
  type OutboxItem,
} from '../../../preload/contract/index.ts';
import type { NaruDatabase } from '../openDatabase.ts';

/** Outgoing messages, newest first. */
export const outboxItems = async (database: NaruDatabase): Promise<OutboxItem[]> =>
  (await database.outbox.toArray()).sort((a, b) => b.createdAt - a.createdAt);

/** Drafts, last touched first. */
export const drafts = async (database: NaruDatabase): Promise<Draft[]> =>
  (await database.drafts.toArray()).sort((a, b) => b.updatedAt - a.updatedAt);

/** The mirrored settings; the defaults before the host has answered once, and for what an older version did not know. */
export const appSettings = async (database: NaruDatabase): Promise<AppSettings> => ({
  ...defaultSettings,
  ...(await database.settings.get('app'))?.settings,
});
