import type { TextCharset, Uid } from '../../../preload/contract/index.ts';
import type { FolderKey } from '../../domain/rows.ts';
import { blockOf, HIDDEN, indexRow, placeOf } from '../blocks.ts';
import { blocksIn } from '../folderRange.ts';
import type { BlockKey, NaruDatabase } from '../openDatabase.ts';

export const hasBody = async (database: NaruDatabase, folder: FolderKey, uid: Uid): Promise<boolean> => {
  const index = await database.blocks.get([folder, blockOf(uid)]);
  return index !== undefined && (index.packs[placeOf(index.uids, uid)] ?? 0) !== 0;
};

export interface BodyNeed {
  readonly uid: Uid;
  /** What the person chose to read it in. */
  readonly charset: TextCharset | undefined;
}

/** Those of these messages that are in the cache without a body. */
export async function bodyNeeds(
  database: NaruDatabase,
  folder: FolderKey,
  uids: readonly Uid[],
): Promise<readonly BodyNeed[]> {
  const wanted = [...new Set(uids.map(blockOf))];
  const records = await database.blocks.bulkGet(wanted.map((block): BlockKey => [folder, block]));
  const index = new Map(records.flatMap((block) => (block === undefined ? [] : [[block.block, block]])));
  return uids.flatMap((uid) => {
    const block = index.get(blockOf(uid));
    const place = block === undefined ? -1 : placeOf(block.uids, uid);
    if (block === undefined || place === -1) return [];
    const { pack, reading } = indexRow(block, place);
    return pack === 0 ? [{ uid, charset: reading?.charset }] : [];
  });
}

export interface MissingOptions {
  readonly limit: number;
  readonly maxBytes: number;
  readonly isLeftOut?: (uid: number) => boolean;
}

/** The newest `limit` listed messages that have no body yet and are no larger than `maxBytes`, newest first. */
export async function messagesWithoutBody(
  database: NaruDatabase,
  folder: FolderKey,
  { limit, maxBytes, isLeftOut = () => false }: MissingOptions,
): Promise<readonly { readonly uid: Uid; readonly sizeBytes: number }[]> {
  const missing: { uid: Uid; sizeBytes: number; date: number }[] = [];
  for (const { uids, dates, sizes, bits, packs } of await blocksIn(database, folder).toArray())
    for (const [place, uid] of uids.entries()) {
      const sizeBytes = sizes[place] ?? 0;
      if (packs[place] !== 0 || sizeBytes > maxBytes || ((bits[place] ?? 0) & HIDDEN) !== 0) continue;
      // Stored UIDs were validated.
      if (!isLeftOut(uid)) missing.push({ uid: uid as Uid, sizeBytes, date: dates[place] ?? 0 });
    }
  return missing.sort((a, b) => b.date - a.date || b.uid - a.uid).slice(0, limit);
}
