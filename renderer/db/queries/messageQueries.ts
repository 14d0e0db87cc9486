import type { PartId, Uid } from '../../../preload/contract/index.ts';
import type { BodyRow, FolderKey, MessageRow, PartRow } from '../../domain/rows.ts';
import { blockOf, indexRow, placeOf, type IndexBlock, type TextBlock } from '../blocks.ts';
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

/** An attachment that was fetched before. */
export const part = (
  database: NaruDatabase,
  folder: FolderKey,
  uid: Uid,
  partId: PartId,
): Promise<PartRow | undefined> => database.parts.get([folder, uid, partId]);
