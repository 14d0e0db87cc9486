import type { FolderPath } from '../../../preload/contract/index.ts';
import type { FolderNames } from './FolderNames.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { atom, literal, quoted } from './imapNodes.ts';
import { searchUids } from './searchUids.ts';
import { selectFolder } from './selectFolder.ts';

/** Whether the folder holds a message with this Message-ID (with or without angle brackets). */
export async function holdsMessageId(
  connection: ImapConnection,
  names: FolderNames,
  folder: FolderPath,
  messageId: string,
): Promise<boolean> {
  // SELECT anew: SEARCH must see what was filed a moment ago.
  const { exists } = await selectFolder(connection, names, folder);
  if (exists === 0) return false;
  const bare = messageId.trim().replace(/^<|>$/g, '');
  const found = await searchUids(connection, [atom('HEADER'), quoted('Message-ID'), quoted(`<${bare}>`)]);
  return found.length > 0;
}

/** APPENDs (RFC 3501 section 6.3.11) unless the Message-ID is there already; rejects when it cannot say. */
export async function fileCopy(
  connection: ImapConnection,
  names: FolderNames,
  copy: {
    readonly folder: FolderPath;
    readonly source: Uint8Array;
    readonly messageId: string;
    readonly flags: readonly string[];
  },
): Promise<void> {
  if (await holdsMessageId(connection, names, copy.folder, copy.messageId)) return;
  await connection.run(
    'APPEND',
    [quoted(names.toWire(copy.folder)), copy.flags.map(atom), literal(copy.source)],
    {},
    copy.folder,
  );
}
