import type { Table } from 'dexie';
import type { Draft, OutboxItem } from '../../../preload/contract/index.ts';
import type { NaruDatabase } from '../openDatabase.ts';

/** Mirrors the host's outbox in one transaction. */
export const storeOutbox = (database: NaruDatabase, items: readonly OutboxItem[]): Promise<void> =>
  replaceMirror(database, database.outbox, items);

/** Mirrors the host's drafts in one transaction. */
export const storeDrafts = (database: NaruDatabase, drafts: readonly Draft[]): Promise<void> =>
  replaceMirror(database, database.drafts, drafts);

async function replaceMirror<Row extends { readonly id: Id }, Id extends string>(
  database: NaruDatabase,
  table: Table<Row, Id>,
  rows: readonly Row[],
): Promise<void> {
  await database.transaction('rw', [table], async () => {
    const kept = new Set(rows.map(({ id }) => id));
    const known = await table.toCollection().primaryKeys();
    await table.bulkDelete(known.filter((id) => !kept.has(id)));
    await table.bulkPut([...rows]);
  });
}
