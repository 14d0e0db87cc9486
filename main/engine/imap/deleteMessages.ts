import type { ImapConnection } from './ImapConnection.ts';
import { atom, uids } from './imapNodes.ts';
import { searchUids } from './searchUids.ts';
import { formatRanges, splitRanges, subtractRanges, type UidRanges } from './uidSet.ts';

const SET_SIZE = 10_000;

/** Those of `target` that exist in the selected folder. */
export async function findExisting(connection: ImapConnection, target: UidRanges): Promise<UidRanges> {
  const found = [];
  for (const part of splitRanges(target, Number.MAX_SAFE_INTEGER))
    found.push(...(await searchUids(connection, [atom('UID'), uids(formatRanges(part))])));
  return found;
}

/**
 * Removes messages of the selected folder for good, these and no others; answers with those that are gone.
 *
 *  1. None of them exists (any more): done, nothing is sent. So a repeat after a lost reply changes nothing.
 *  2. UIDPLUS (RFC 4315): \Deleted, then UID EXPUNGE of exactly these.
 *  3. No UIDPLUS: there is only EXPUNGE, which takes every message that is \Deleted.
 *     a. No other message is \Deleted: EXPUNGE.
 *     b. Others are: their mark is taken off, EXPUNGE, their mark is put back. If we are cut off in between they
 *        stay unmarked: a deletion someone else began must be repeated, but no mail is lost.
 *     What remains: another client marks a message in the instant between our SEARCH and EXPUNGE. On such a server
 *     that message would go with any client's next EXPUNGE or CLOSE; that is what the mark means there.
 *  4. What is still there afterwards is not in the answer, and the server's own flags come with the next sync.
 */
export async function deleteMessages(connection: ImapConnection, target: UidRanges): Promise<UidRanges> {
  const existing = await findExisting(connection, target);
  if (existing.length === 0) return target;
  for (const part of splitRanges(existing, SET_SIZE)) await mark(connection, part, '+FLAGS.SILENT');
  if (connection.has('UIDPLUS')) {
    for (const part of splitRanges(existing, SET_SIZE))
      await connection.run('UID EXPUNGE', [uids(formatRanges(part))]);
  } else {
    const marked = await searchUids(connection, [atom('DELETED')]);
    const others = splitRanges(subtractRanges(marked, existing), SET_SIZE);
    for (const part of others) await mark(connection, part, '-FLAGS.SILENT');
    try {
      await connection.run('EXPUNGE', []);
    } finally {
      if (connection.isOpen) for (const part of others) await mark(connection, part, '+FLAGS.SILENT');
    }
  }
  return subtractRanges(target, await findExisting(connection, existing));
}

async function mark(
  connection: ImapConnection,
  part: UidRanges,
  item: '+FLAGS.SILENT' | '-FLAGS.SILENT',
): Promise<void> {
  await connection.run('UID STORE', [uids(formatRanges(part)), atom(item), [atom('\\Deleted')]]);
}
