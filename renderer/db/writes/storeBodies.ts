import type { MessageBody, UidValidity } from '../../../preload/contract/index.ts';
import { previewText } from '../../domain/previewText.ts';
import type { FolderKey } from '../../domain/rows.ts';
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
  const prepared = bodies.map((body) => ({ body, preview: previewText(body) }));
  const { folders, messages, pendingOperations } = database;
  await database.transaction('rw', [folders, messages, pendingOperations, database.bodies], async () => {
    const writer = await FolderWriter.open(database, folder);
    if (writer?.row.uidValidity !== uidValidity) return;
    const known = await writer.markBodies(
      new Map(prepared.map(({ body, preview }) => [body.uid, { preview, head: body.head }])),
    );
    await database.bodies.bulkPut(
      prepared.filter(({ body }) => known.has(body.uid)).map(({ body }) => ({ folder, uid: body.uid, body })),
    );
  });
}
