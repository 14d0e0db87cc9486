import { toErrorData, type FolderPath } from '../../../preload/contract/index.ts';
import type { FolderNames } from './FolderNames.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { atom, listOf, quoted, textOf, type ImapNode } from './imapNodes.ts';
import { parseStatus, type FolderStatus } from './statusFolder.ts';

const EVENTS: readonly ImapNode[] = [atom('MessageNew'), atom('MessageExpunge'), atom('FlagChange')];
/** The selected folder's new messages are named by UID alone: what they are is the sync step's business. */
const SELECTED_EVENTS: readonly ImapNode[] = [
  atom('MessageNew'),
  [atom('UID')],
  atom('MessageExpunge'),
  atom('FlagChange'),
];

/**
 * NOTIFY (RFC 5465): the server tells this connection what changes in the selected folder and, by STATUS, in
 * `folders`, until it ends; their present state comes first. Resolves false when the server offers no NOTIFY or
 * refuses this one. Rejects with a MailError when the connection is lost.
 */
export async function notifyFolders(
  connection: ImapConnection,
  names: FolderNames,
  folders: readonly FolderPath[],
  onStatus: (folder: FolderPath, status: FolderStatus) => void,
): Promise<boolean> {
  if (!connection.has('NOTIFY')) return false;
  const asked = new Set(folders);
  connection.onUntagged('STATUS', ({ attributes }) => {
    const folder = names.toPath(textOf(attributes[0]));
    if (folder !== null && asked.has(folder)) onStatus(folder, parseStatus(listOf(attributes[1])));
  });
  const groups: ImapNode[] = [[atom('SELECTED'), SELECTED_EVENTS]];
  if (folders.length > 0)
    groups.push([atom('MAILBOXES'), folders.map((folder) => quoted(names.toWire(folder))), EVENTS]);
  try {
    await connection.run('NOTIFY', [atom('SET'), atom('STATUS'), ...groups]);
    return true;
  } catch (error) {
    // NO or BAD (BADEVENT, too many folders): STATUS by rotation serves instead.
    if (connection.isOpen && toErrorData(error).code !== 'cancelled') return false;
    throw error;
  }
}
