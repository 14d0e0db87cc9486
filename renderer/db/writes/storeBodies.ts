import type { MessageBody, UidValidity } from '../../../preload/contract/index.ts';
import { previewText } from '../../domain/previewText.ts';
import type { FolderKey } from '../../domain/rows.ts';
import { messageTables } from '../folderRange.ts';
import type { NaruDatabase } from '../openDatabase.ts';
import { FolderWriter } from './FolderWriter.ts';

/**
 * Stores bodies and their previews in one transaction. A body is written only while its message is in the cache
 * under the UIDVALIDITY it was fetched with: otherwise it would be another message's, or nobody's.
 */
export async function storeBodies(
  database: NaruDatabase,
  folder: FolderKey,
  uidValidity: UidValidity,
  bodies: readonly MessageBody[],
): Promise<void> {
  // Made before the transaction, which should be short.
  const previews = new Map(bodies.map((body) => [body.uid, previewText(body)]));
  await database.transaction('rw', [...messageTables(database), database.pendingOperations], async () => {
    const writer = await FolderWriter.open(database, folder);
    if (writer?.row.uidValidity !== uidValidity) return;
    await writer.addBodies(bodies, ({ uid }) => previews.get(uid) ?? '');
    await writer.close();
  });
}
