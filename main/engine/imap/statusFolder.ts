import type { FolderPath } from '../../../preload/contract/index.ts';
import type { FolderNames } from './FolderNames.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { atom, listOf, numberOf, quoted, textOf, type ImapNode } from './imapNodes.ts';

export interface FolderStatus {
  readonly messages: number | null;
  readonly unseen: number | null;
  readonly uidNext: number | null;
  readonly uidValidity: number | null;
  readonly highestModseq: string | null;
}

/** Reads the list of a STATUS response (RFC 3501 section 7.2.4). */
export function parseStatus(list: readonly ImapNode[]): FolderStatus {
  const values = new Map<string, ImapNode>();
  for (let at = 0; at + 1 < list.length; at += 2)
    values.set(textOf(list[at]).toUpperCase(), list[at + 1] ?? null);
  const modseq = textOf(values.get('HIGHESTMODSEQ'));
  return {
    messages: numberOf(values.get('MESSAGES')),
    unseen: numberOf(values.get('UNSEEN')),
    uidNext: numberOf(values.get('UIDNEXT')),
    uidValidity: numberOf(values.get('UIDVALIDITY')),
    highestModseq: /^\d{1,20}$/.test(modseq) ? modseq : null,
  };
}

/** STATUS of a folder that need not be selected; all null when the server answered nothing readable. */
export async function statusFolder(
  connection: ImapConnection,
  names: FolderNames,
  folder: FolderPath,
): Promise<FolderStatus> {
  let status = parseStatus([]);
  const items = ['MESSAGES', 'UNSEEN', 'UIDNEXT', 'UIDVALIDITY'];
  if (connection.enabled.has('CONDSTORE')) items.push('HIGHESTMODSEQ');
  await connection.run(
    'STATUS',
    [quoted(names.toWire(folder)), items.map(atom)],
    {
      STATUS: ({ attributes }) => {
        status = parseStatus(listOf(attributes[1]));
      },
    },
    folder,
  );
  return status;
}
