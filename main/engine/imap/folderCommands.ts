import { MailError, type FolderPath } from '../../../preload/contract/index.ts';
import type { FolderNames } from './FolderNames.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { quoted } from './imapNodes.ts';

/** CREATE and SUBSCRIBE: clients that show only subscribed folders shall see it too. */
export async function createFolder(
  connection: ImapConnection,
  names: FolderNames,
  folder: FolderPath,
): Promise<void> {
  const name = quoted(names.toWire(folder));
  await connection.run('CREATE', [name], {}, folder);
  await connection.run('SUBSCRIBE', [name], {}, folder);
}

/** RENAME, and the subscription moves along (RFC 3501 section 6.3.5 leaves it behind). */
export async function renameFolder(
  connection: ImapConnection,
  names: FolderNames,
  folder: FolderPath,
  newPath: FolderPath,
): Promise<void> {
  // RENAME INBOX would move all its mail and leave it empty.
  if (folder === 'INBOX')
    throw new MailError('mail.refused', 'the inbox keeps its name', { subject: folder });
  await leave(connection, folder);
  const [from, to] = [quoted(names.toWire(folder)), quoted(names.toWire(newPath))];
  await connection.run('RENAME', [from, to], {}, folder);
  await connection.run('UNSUBSCRIBE', [from], {}, folder);
  await connection.run('SUBSCRIBE', [to], {}, newPath);
}

/** DELETE with everything in it; the caller asked the person. */
export async function deleteFolder(
  connection: ImapConnection,
  names: FolderNames,
  folder: FolderPath,
): Promise<void> {
  if (folder === 'INBOX')
    throw new MailError('mail.refused', 'the inbox cannot be deleted', { subject: folder });
  await leave(connection, folder);
  const name = quoted(names.toWire(folder));
  await connection.run('DELETE', [name], {}, folder);
  await connection.run('UNSUBSCRIBE', [name], {}, folder);
}

export async function subscribeFolder(
  connection: ImapConnection,
  names: FolderNames,
  folder: FolderPath,
  subscribed: boolean,
): Promise<void> {
  const name = quoted(names.toWire(folder));
  await connection.run(subscribed ? 'SUBSCRIBE' : 'UNSUBSCRIBE', [name], {}, folder);
}

/** Some servers refuse to rename or delete what the same session has selected. */
async function leave(connection: ImapConnection, folder: FolderPath): Promise<void> {
  if (connection.selected?.folder !== folder) return;
  connection.selected = null;
  // UNSELECT (RFC 3691), not CLOSE: CLOSE expunges.
  if (connection.has('UNSELECT')) await connection.run('UNSELECT', []);
}
