import type { PartId, Uid } from '../../../preload/contract/index.ts';
import type { BodyRow, FolderKey, MessageRow, PartRow } from '../../domain/rows.ts';
import { blockOf, HIDDEN, indexRow, placeOf, type IndexBlock, type TextBlock } from '../blocks.ts';
import { FolderOrder, type OrderFilter } from '../FolderOrder.ts';
import { blocksIn } from '../folderRange.ts';
import type { BlockKey, NaruDatabase } from '../openDatabase.ts';
import { decodeSummary } from '../summaryText.ts';

export interface OrderOptions {
  readonly filter: OrderFilter;
}

/**
 * UIDs of a folder in the order a list shows them, newest first, without hidden ones. For a list that stays on the
 * screen use `watchMessageOrder`.
 */
export async function messageOrder(
  database: NaruDatabase,
  folder: FolderKey,
  { filter }: OrderOptions,
): Promise<readonly Uid[]> {
  const order = new FolderOrder(filter);
  order.reset(await blocksIn(database, folder).toArray());
  return order.uids;
}

/** Rows for a window of a list, in the order asked; undefined for one that is gone. */
export async function messagesByUid(
  database: NaruDatabase,
  folder: FolderKey,
  uids: readonly Uid[],
): Promise<(MessageRow | undefined)[]> {
  const { blocks, summaries, previews } = database;
  const wanted = [...new Set(uids.map(blockOf))];
  const keys = wanted.map((block): BlockKey => [folder, block]);
  const [index, texts, words] = await database.transaction('r', [blocks, summaries, previews], () =>
    Promise.all([blocks.bulkGet(keys), summaries.bulkGet(keys), previews.bulkGet(keys)]),
  );
  const places = new Map(wanted.map((block, place) => [block, place]));
  return uids.map((uid) => {
    const place = places.get(blockOf(uid)) ?? -1;
    return readRow(uid, index[place], texts[place], words[place]);
  });
}

function readRow(
  uid: Uid,
  index: IndexBlock | undefined,
  summaries: TextBlock | undefined,
  previews: TextBlock | undefined,
): MessageRow | undefined {
  const summary = textOf(summaries, uid);
  const place = index === undefined ? -1 : placeOf(index.uids, uid);
  if (index === undefined || place === -1 || summary === undefined) return undefined;
  const row = indexRow(index, place);
  return {
    folder: index.folder,
    uid,
    date: row.date,
    summary: decodeSummary(summary, uid, row),
    flags: row.shownFlags,
    preview: textOf(previews, uid) ?? '',
    hasBody: row.pack !== 0,
    ...(row.reading !== undefined && { charset: row.reading.charset }),
    hidden: row.hidden,
  };
}

const textOf = (block: TextBlock | undefined, uid: number): string | undefined =>
  block?.texts[placeOf(block.uids, uid)];

export const message = async (
  database: NaruDatabase,
  folder: FolderKey,
  uid: Uid,
): Promise<MessageRow | undefined> => (await messagesByUid(database, folder, [uid]))[0];

export function body(database: NaruDatabase, folder: FolderKey, uid: Uid): Promise<BodyRow | undefined> {
  const { blocks, bodyPacks } = database;
  return database.transaction('r', [blocks, bodyPacks], async () => {
    const index = await blocks.get([folder, blockOf(uid)]);
    const pack = index?.packs[placeOf(index.uids, uid)] ?? 0;
    if (pack === 0) return undefined;
    const found = (await bodyPacks.get([folder, pack]))?.bodies.find((kept) => kept.uid === uid);
    return found === undefined ? undefined : { folder, uid, body: found };
  });
}

export async function hasBody(database: NaruDatabase, folder: FolderKey, uid: Uid): Promise<boolean> {
  const index = await database.blocks.get([folder, blockOf(uid)]);
  return index !== undefined && (index.packs[placeOf(index.uids, uid)] ?? 0) !== 0;
}

/** An attachment that was fetched before. */
export const part = (
  database: NaruDatabase,
  folder: FolderKey,
  uid: Uid,
  partId: PartId,
): Promise<PartRow | undefined> => database.parts.get([folder, uid, partId]);

/** The newest `limit` listed messages that have no body yet and are no larger than `maxBytes`, newest first. */
export async function messagesWithoutBody(
  database: NaruDatabase,
  folder: FolderKey,
  { limit, maxBytes }: { readonly limit: number; readonly maxBytes: number },
): Promise<readonly { readonly uid: Uid; readonly sizeBytes: number }[]> {
  const missing: { uid: Uid; sizeBytes: number; date: number }[] = [];
  for (const { uids, dates, sizes, bits, packs } of await blocksIn(database, folder).toArray())
    for (const [place, uid] of uids.entries()) {
      const sizeBytes = sizes[place] ?? 0;
      if (packs[place] !== 0 || sizeBytes > maxBytes || ((bits[place] ?? 0) & HIDDEN) !== 0) continue;
      // Stored UIDs were validated.
      missing.push({ uid: uid as Uid, sizeBytes, date: dates[place] ?? 0 });
    }
  return missing.sort((a, b) => b.date - a.date || b.uid - a.uid).slice(0, limit);
}
