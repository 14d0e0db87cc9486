import { MailError } from '../../../preload/contract/index.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { atom, isList, textOf, uids, type ImapNode } from './imapNodes.ts';
import { parseFetch, type FetchedMessage } from './parseFetch.ts';
import { addRanges, intersectRanges, parseUidSet, type UidRanges } from './uidSet.ts';

/** What changed in a range of UIDs since a MODSEQ. */
export interface FolderChanges {
  readonly messages: readonly FetchedMessage[];
  readonly vanished: UidRanges;
  readonly complete: boolean;
}

/**
 * `UID FETCH low:high (UID FLAGS) (CHANGEDSINCE modseq [VANISHED])` (RFC 7162 sections 3.1.4.1 and 3.2.6). With
 * `withVanished` (QRESYNC enabled) also the UIDs that are gone; the server may name more than ever existed.
 */
export async function fetchChanges(
  connection: ImapConnection,
  range: readonly [number, number],
  since: string,
  withVanished: boolean,
): Promise<FolderChanges> {
  const messages = new Map<number, FetchedMessage>();
  let vanished: UidRanges = [];
  const lostBefore = connection.linesLost;
  const modifier: ImapNode[] = [atom('CHANGEDSINCE'), atom(since)];
  if (withVanished) modifier.push(atom('VANISHED'));
  await connection.run(
    'UID FETCH',
    [uids(`${range[0]}:${range[1]}`), ['UID', 'FLAGS', 'MODSEQ'].map(atom), modifier],
    {
      FETCH: (reply) => {
        const message = parseFetch(reply);
        if (message.uid !== null && message.uid >= range[0] && message.uid <= range[1])
          messages.set(message.uid, message);
      },
      VANISHED: ({ attributes }) => {
        const set = attributes.find((node) => node !== null && !isList(node) && /^\d/.test(textOf(node)));
        const parsed = parseUidSet(textOf(set));
        if (parsed === null) throw new MailError('protocol.garbage', 'VANISHED without a readable UID set');
        vanished = addRanges(vanished, intersectRanges(parsed, [[range[0], range[1]]]));
      },
    },
  );
  return { messages: [...messages.values()], vanished, complete: connection.linesLost === lostBefore };
}
