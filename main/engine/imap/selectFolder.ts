import { MailError, UidValidity, type FolderPath } from '../../../preload/contract/index.ts';
import type { FolderNames } from './FolderNames.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { atom, listOf, numberOf, quoted, responseCode, textOf, type ImapNode } from './imapNodes.ts';
import type { SelectedFolder } from './SelectedFolder.ts';
import { MAX_UID } from './uidSet.ts';

/**
 * SELECTs, always anew, and records the values as given. Rejects with `mail.folderNotFound` and the like; the
 * connection then has no folder selected.
 */
export async function selectFolder(
  connection: ImapConnection,
  names: FolderNames,
  folder: FolderPath,
): Promise<SelectedFolder> {
  const codes = new Map<string, readonly ImapNode[]>();
  let exists: number | null = null;
  connection.selected = null;
  const args: ImapNode[] = [quoted(names.toWire(folder))];
  if (connection.has('CONDSTORE') && connection.enabled.size === 0) args.push([atom('CONDSTORE')]);
  const done = await connection.run(
    'SELECT',
    args,
    {
      OK: ({ attributes }) => {
        const code = responseCode(attributes);
        if (code !== null) codes.set(code.name, code.args);
      },
      EXISTS: ({ command }) => {
        exists = /^\d{1,10}$/.test(command) ? Number(command) : exists;
      },
      FLAGS: () => undefined,
    },
    folder,
  );
  const uidValidity = UidValidity.safeParse(numberOf(codes.get('UIDVALIDITY')?.[0]));
  if (!uidValidity.success || exists === null)
    throw new MailError('protocol.unexpected', 'SELECT without UIDVALIDITY or EXISTS', {
      scope: 'folder',
      subject: folder,
    });
  const uidNext = numberOf(codes.get('UIDNEXT')?.[0]);
  const modseq = textOf(codes.get('HIGHESTMODSEQ')?.[0]);
  const permanent = codes.get('PERMANENTFLAGS')?.[0];
  connection.selected = {
    folder,
    uidValidity: uidValidity.data,
    uidNext: uidNext !== null && uidNext >= 1 && uidNext <= MAX_UID + 1 ? uidNext : null,
    highestModseq: /^[1-9]\d{0,19}$/.test(modseq) && !codes.has('NOMODSEQ') ? modseq : null,
    exists,
    readOnly: responseCode(done.attributes)?.name === 'READ-ONLY',
    permanentFlags: permanent === undefined ? null : listOf(permanent).map(textOf),
  };
  connection.phase('selected');
  return connection.selected;
}

/** The folder as it is, when this connection has it selected already; else SELECTs it. */
export async function ensureSelected(
  connection: ImapConnection,
  names: FolderNames,
  folder: FolderPath,
): Promise<SelectedFolder> {
  // While a session has it selected, UIDVALIDITY cannot change under it.
  return connection.selected?.folder === folder
    ? connection.selected
    : selectFolder(connection, names, folder);
}
