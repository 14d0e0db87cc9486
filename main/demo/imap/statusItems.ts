import type { Mailbox } from '../mailbox/Mailbox.ts';
import { ImapSyntaxError, type ImapCursor } from './ImapCursor.ts';

const unseen = (mailbox: Mailbox): number =>
  mailbox.all().filter((message) => !message.flags.has('\\Seen')).length;
const size = (mailbox: Mailbox): number =>
  mailbox.all().reduce((total, message) => total + message.content.bytes.length, 0);

const ITEMS: Readonly<Record<string, (mailbox: Mailbox) => number>> = {
  MESSAGES: (mailbox) => mailbox.size,
  RECENT: (mailbox) => mailbox.peekRecent().length,
  UIDNEXT: (mailbox) => mailbox.uidNext,
  UIDVALIDITY: (mailbox) => mailbox.uidValidity,
  UNSEEN: unseen,
  SIZE: size,
  HIGHESTMODSEQ: (mailbox) => mailbox.highestModseq,
};

/** `(MESSAGES UNSEEN)`: names in upper case, all of them known (RFC 3501 section 6.3.10, RFC 8438, RFC 7162). */
export const parseStatusItems = (cursor: ImapCursor): readonly string[] => {
  const names = cursor.list(() => cursor.keyword());
  if (!names.every((name) => Object.hasOwn(ITEMS, name))) throw new ImapSyntaxError('Unknown STATUS item');
  return names;
};

/** `MESSAGES 3 UNSEEN 1`. */
export const formatStatus = (mailbox: Mailbox, names: readonly string[]): string =>
  names.map((name) => `${name} ${ITEMS[name]?.(mailbox) ?? 0}`).join(' ');
