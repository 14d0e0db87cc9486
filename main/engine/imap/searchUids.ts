import { MailError } from '../../../preload/contract/index.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { atom, numberOf, responseCode, textOf, type ImapNode } from './imapNodes.ts';
import { parseUidSet, rangesOf, MAX_UID, type UidRanges } from './uidSet.ts';

/**
 * UID SEARCH in the selected folder; as ESEARCH (RFC 4731) where offered, whose answer is a set. Rejects when
 * there was no readable answer: an unheard answer must never look like "nothing is there".
 */
export async function searchUids(
  connection: ImapConnection,
  criteria: readonly ImapNode[],
): Promise<UidRanges> {
  const extended = connection.has('ESEARCH');
  const lostBefore = connection.linesLost;
  let found: UidRanges | null = null;
  const args = extended ? [atom('RETURN'), [atom('ALL')], ...criteria] : criteria;
  await connection.run('UID SEARCH', args, {
    SEARCH: ({ attributes }) => {
      // A trailing (MODSEQ n) is a list and therefore no number.
      const numbers = attributes
        .map((node) => numberOf(node))
        .filter((uid) => uid !== null && uid >= 1 && uid <= MAX_UID);
      found = rangesOf(numbers.filter((uid) => uid !== null));
    },
    ESEARCH: ({ attributes }) => {
      const at = attributes.findIndex((node) => textOf(node).toUpperCase() === 'ALL');
      // No ALL item means no match (RFC 4731 section 3.1).
      const parsed = at === -1 ? [] : parseUidSet(textOf(attributes[at + 1]));
      if (parsed === null) throw new MailError('protocol.garbage', 'ESEARCH without a readable set');
      found = parsed;
    },
  });
  if (found === null || connection.linesLost !== lostBefore)
    throw new MailError('protocol.unexpected', 'SEARCH was not answered', { scope: 'folder' });
  return found;
}

/** The number of unseen messages in the selected folder: counted by ESEARCH, else by listing them. */
export async function countUnseen(connection: ImapConnection): Promise<number> {
  if (!connection.has('ESEARCH')) {
    const unseen = await searchUids(connection, [atom('UNSEEN')]);
    return unseen.reduce((sum, [low, high]) => sum + high - low + 1, 0);
  }
  let count: number | null = null;
  await connection.run('UID SEARCH', [atom('RETURN'), [atom('COUNT')], atom('UNSEEN')], {
    ESEARCH: ({ attributes }) => {
      const at = attributes.findIndex((node) => textOf(node).toUpperCase() === 'COUNT');
      count = numberOf(attributes[at + 1]);
    },
  });
  if (count === null)
    throw new MailError('protocol.unexpected', 'SEARCH was not answered', { scope: 'folder' });
  return count;
}

/** COPYUID (RFC 4315 section 3) as pairs; null when absent or not readable. */
export function copiedUids(
  attributes: readonly ImapNode[],
): { readonly from: readonly number[]; readonly to: readonly number[] } | null {
  const code = responseCode(attributes);
  if (code?.name !== 'COPYUID') return null;
  const from = expand(textOf(code.args[1]));
  const to = expand(textOf(code.args[2]));
  return from === null || to === null || from.length !== to.length ? null : { from, to };
}

/** In the order written: COPYUID pairs by position (RFC 4315 section 3). Bounded. */
function expand(text: string): number[] | null {
  const list: number[] = [];
  for (const part of text.split(',')) {
    const range = parseUidSet(part)?.[0];
    if (range === undefined || list.length + range[1] - range[0] > 200_000) return null;
    for (let uid = range[0]; uid <= range[1]; uid += 1) list.push(uid);
  }
  return list;
}
