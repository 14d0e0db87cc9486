import type { MessageBody, TextCharset, UidValidity } from '../../../preload/contract/index.ts';
import { previewText } from '../../domain/previewText.ts';
import type { FolderKey } from '../../domain/rows.ts';
import type { NaruDatabase } from '../openDatabase.ts';
import { FolderWriter } from './FolderWriter.ts';

/**
 * Stores a body that was read in the charset the person chose (null: by its labels) together with that choice, in one
 * transaction. False, and nothing is written, when the message is not in the cache under this UIDVALIDITY any more.
 */
export async function chooseCharset(
  database: NaruDatabase,
  folder: FolderKey,
  uidValidity: UidValidity,
  body: MessageBody,
  charset: TextCharset | null,
): Promise<boolean> {
  const shown = new Map([[body.uid, { preview: previewText(body), head: body.head }]]);
  const { folders, messages, pendingOperations, bodies } = database;
  return database.transaction('rw', [folders, messages, pendingOperations, bodies], async () => {
    const writer = await FolderWriter.open(database, folder);
    if (writer?.row.uidValidity !== uidValidity) return false;
    if (!(await writer.setCharset(body.uid, charset))) return false;
    await writer.markBodies(shown);
    await bodies.put({ folder, uid: body.uid, body });
    return true;
  });
}
