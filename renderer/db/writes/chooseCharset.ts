import type { MessageBody, TextCharset, UidValidity } from '../../../preload/contract/index.ts';
import { previewText } from '../../domain/previewText.ts';
import type { FolderKey } from '../../domain/rows.ts';
import { messageTables } from '../folderRange.ts';
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
  const preview = previewText(body);
  return database.transaction('rw', [...messageTables(database), database.pendingOperations], async () => {
    const writer = await FolderWriter.open(database, folder);
    if (writer?.row.uidValidity !== uidValidity) return false;
    const isKept = await writer.replaceBody(body, preview, charset);
    await writer.close();
    return isKept;
  });
}
