import { ImapSyntaxError, type ImapCursor } from '../ImapCursor.ts';
import type { ImapCommand } from '../imapCommand.ts';
import { matchSearch } from '../matchSearch.ts';
import { mentionsModseq, parseSearchKeys } from '../searchKeys.ts';

const CHARSETS = new Set(['US-ASCII', 'UTF-8']);

/** Reads `CHARSET x` if it comes first; false where the charset is none of ours. */
const readCharset = (cursor: ImapCursor): boolean => {
  if (cursor.peekKeyword() !== 'CHARSET') return true;
  cursor.keyword();
  cursor.space();
  const charset = cursor.astring().toString('latin1').toUpperCase();
  if (!CHARSETS.has(charset)) return false;
  cursor.space();
  return true;
};

/** SEARCH and UID SEARCH (RFC 3501 section 6.4.4, RFC 7162 section 3.1.5). */
export const searchCommand: ImapCommand = {
  state: 'selected',
  mayExpunge: false,
  run: (context, cursor, { view, byUid }) => {
    cursor.space();
    if (cursor.peekKeyword() === 'RETURN') throw new ImapSyntaxError('ESEARCH is not offered');
    if (!readCharset(cursor)) return 'NO [BADCHARSET (US-ASCII UTF-8)] That charset is not supported';
    const key = parseSearchKeys(cursor);
    const largest = { largestSequence: view.size, largestUid: view.largestUid };
    const found = view
      .numbered()
      .filter((entry) =>
        matchSearch(key, { ...entry, ...largest, recent: view.isRecent(entry.message.uid) }),
      );
    const numbers = found.map(({ sequence, message }) => ` ${byUid ? message.uid : sequence}`).join('');
    const withModseq = mentionsModseq(key);
    if (withModseq) context.enabled.add('CONDSTORE');
    const highest = Math.max(0, ...found.map(({ message }) => message.modseq));
    context.untagged(`* SEARCH${numbers}${withModseq && found.length > 0 ? ` (MODSEQ ${highest})` : ''}`);
    return 'OK Search completed';
  },
};
