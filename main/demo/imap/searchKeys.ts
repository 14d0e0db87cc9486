import { ImapSyntaxError, type ImapCursor } from './ImapCursor.ts';
import { parseImapDate } from './imapStrings.ts';
import type { SequenceSet } from './sequenceSet.ts';

/** A SEARCH criterion (RFC 3501 section 6.4.4, RFC 7162 section 3.1.5). Dates are days since 1970, texts in lower case. */
export type SearchKey =
  | { readonly kind: 'all' | 'recent' | 'new' | 'old' }
  | { readonly kind: 'and'; readonly keys: readonly SearchKey[] }
  | { readonly kind: 'or'; readonly left: SearchKey; readonly right: SearchKey }
  | { readonly kind: 'not'; readonly key: SearchKey }
  | { readonly kind: 'flag'; readonly flag: string; readonly present: boolean }
  | { readonly kind: 'header'; readonly name: string; readonly text: string }
  | { readonly kind: 'body' | 'text'; readonly text: string }
  | { readonly kind: 'larger' | 'smaller'; readonly sizeBytes: number }
  | { readonly kind: 'before' | 'on' | 'since'; readonly date: 'internal' | 'sent'; readonly day: number }
  | { readonly kind: 'modseq'; readonly atLeast: number }
  | { readonly kind: 'sequence' | 'uid'; readonly set: SequenceSet };

/** Nesting beyond this is refused: the parser recurses. */
const MAX_DEPTH = 40;
const DAY_MS = 86_400_000;

const FLAG_KEYS: Readonly<Record<string, readonly [flag: string, present: boolean]>> = {
  ANSWERED: ['\\Answered', true],
  DELETED: ['\\Deleted', true],
  DRAFT: ['\\Draft', true],
  FLAGGED: ['\\Flagged', true],
  SEEN: ['\\Seen', true],
  UNANSWERED: ['\\Answered', false],
  UNDELETED: ['\\Deleted', false],
  UNDRAFT: ['\\Draft', false],
  UNFLAGGED: ['\\Flagged', false],
  UNSEEN: ['\\Seen', false],
};

const text = (cursor: ImapCursor): string => {
  cursor.space();
  return cursor.astring().toString('utf8').toLowerCase();
};

const day = (cursor: ImapCursor): number => {
  cursor.space();
  const at = parseImapDate(cursor.astring().toString('latin1'));
  if (at === undefined) throw new ImapSyntaxError('That is no date');
  return Math.floor(at / DAY_MS);
};

const number = (cursor: ImapCursor): number => {
  cursor.space();
  return cursor.number();
};

const keyword = (cursor: ImapCursor): string => {
  cursor.space();
  return cursor.flag();
};

const modseq = (cursor: ImapCursor): SearchKey => {
  cursor.space();
  // The optional metadata entry (`"/flags/\\Seen" all`) narrows to one flag; we keep one modseq per message.
  if (cursor.isNext('"')) {
    cursor.string();
    cursor.space();
    cursor.keyword();
    cursor.space();
  }
  return { kind: 'modseq', atLeast: cursor.number() };
};

const nested = (cursor: ImapCursor, depth: number): SearchKey => {
  cursor.space();
  return parseKey(cursor, depth + 1);
};

const KEYS: Readonly<Record<string, (cursor: ImapCursor, depth: number) => SearchKey>> = {
  ALL: () => ({ kind: 'all' }),
  NEW: () => ({ kind: 'new' }),
  OLD: () => ({ kind: 'old' }),
  RECENT: () => ({ kind: 'recent' }),
  BCC: (cursor) => ({ kind: 'header', name: 'bcc', text: text(cursor) }),
  CC: (cursor) => ({ kind: 'header', name: 'cc', text: text(cursor) }),
  FROM: (cursor) => ({ kind: 'header', name: 'from', text: text(cursor) }),
  SUBJECT: (cursor) => ({ kind: 'header', name: 'subject', text: text(cursor) }),
  TO: (cursor) => ({ kind: 'header', name: 'to', text: text(cursor) }),
  HEADER: (cursor) => ({ kind: 'header', name: text(cursor), text: text(cursor) }),
  BODY: (cursor) => ({ kind: 'body', text: text(cursor) }),
  TEXT: (cursor) => ({ kind: 'text', text: text(cursor) }),
  KEYWORD: (cursor) => ({ kind: 'flag', flag: keyword(cursor), present: true }),
  UNKEYWORD: (cursor) => ({ kind: 'flag', flag: keyword(cursor), present: false }),
  LARGER: (cursor) => ({ kind: 'larger', sizeBytes: number(cursor) }),
  SMALLER: (cursor) => ({ kind: 'smaller', sizeBytes: number(cursor) }),
  BEFORE: (cursor) => ({ kind: 'before', date: 'internal', day: day(cursor) }),
  ON: (cursor) => ({ kind: 'on', date: 'internal', day: day(cursor) }),
  SINCE: (cursor) => ({ kind: 'since', date: 'internal', day: day(cursor) }),
  SENTBEFORE: (cursor) => ({ kind: 'before', date: 'sent', day: day(cursor) }),
  SENTON: (cursor) => ({ kind: 'on', date: 'sent', day: day(cursor) }),
  SENTSINCE: (cursor) => ({ kind: 'since', date: 'sent', day: day(cursor) }),
  MODSEQ: modseq,
  NOT: (cursor, depth) => ({ kind: 'not', key: nested(cursor, depth) }),
  OR: (cursor, depth) => ({ kind: 'or', left: nested(cursor, depth), right: nested(cursor, depth) }),
  UID: (cursor) => {
    cursor.space();
    return { kind: 'uid', set: cursor.sequenceSet() };
  },
};

const parseKey = (cursor: ImapCursor, depth: number): SearchKey => {
  if (depth > MAX_DEPTH) throw new ImapSyntaxError('The search is nested too deeply');
  if (cursor.isNext('(')) return { kind: 'and', keys: cursor.list(() => parseKey(cursor, depth + 1)) };
  if (cursor.isNext('*') || /^[0-9]/.test(cursor.peekKeyword() ?? '')) {
    return { kind: 'sequence', set: cursor.sequenceSet() };
  }
  const word = cursor.keyword();
  const flag = Object.hasOwn(FLAG_KEYS, word) ? FLAG_KEYS[word] : undefined;
  if (flag !== undefined) return { kind: 'flag', flag: flag[0], present: flag[1] };
  const parse = Object.hasOwn(KEYS, word) ? KEYS[word] : undefined;
  if (parse === undefined) throw new ImapSyntaxError(`Unknown search key ${word}`);
  return parse(cursor, depth);
};

/** Reads the keys of a SEARCH up to the end of the command. All of them must hold. */
export const parseSearchKeys = (cursor: ImapCursor): SearchKey => {
  const keys = [parseKey(cursor, 0)];
  while (!cursor.atEnd) {
    cursor.space();
    keys.push(parseKey(cursor, 0));
  }
  return { kind: 'and', keys };
};

/** Whether a key, anywhere, speaks of MODSEQ: then the answer must too (RFC 7162 section 3.1.5). */
export const mentionsModseq = (key: SearchKey): boolean => {
  switch (key.kind) {
    case 'modseq':
      return true;
    case 'and':
      return key.keys.some(mentionsModseq);
    case 'or':
      return mentionsModseq(key.left) || mentionsModseq(key.right);
    case 'not':
      return mentionsModseq(key.key);
    default:
      return false;
  }
};
