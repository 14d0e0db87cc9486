import { canonicalFlag } from '../../mailbox/Mailbox.ts';
import { MessageContent } from '../../mailbox/MessageContent.ts';
import { decodeModifiedUtf7 } from '../../mailbox/modifiedUtf7.ts';
import { ImapSyntaxError, type ImapCursor } from '../ImapCursor.ts';
import type { ImapCommand } from '../imapCommand.ts';
import { formatMailboxName, parseImapDate } from '../imapStrings.ts';
import { formatStatus, parseStatusItems } from '../statusItems.ts';

/** A mailbox name as an argument, decoded. */
export const readMailboxName = (cursor: ImapCursor): string => {
  cursor.space();
  return decodeModifiedUtf7(cursor.astring().toString('latin1'));
};

const readFlags = (cursor: ImapCursor): string[] =>
  cursor.list(() => cursor.flag()).flatMap((flag) => canonicalFlag(flag) ?? []);

const readDate = (cursor: ImapCursor): number => {
  const at = parseImapDate(cursor.string().toString('latin1'));
  if (at === undefined) throw new ImapSyntaxError('That is no date');
  return at;
};

/** Commands about mailboxes as wholes (RFC 3501 sections 6.3.3 to 6.3.11). */
export const mailboxCommands: Readonly<Record<string, ImapCommand>> = {
  CREATE: {
    state: 'authenticated',
    run: (_context, cursor, account) => {
      account.create(readMailboxName(cursor));
      return 'OK Create completed';
    },
  },
  DELETE: {
    state: 'authenticated',
    run: (context, cursor, account) => {
      const name = readMailboxName(cursor);
      cursor.end();
      // Deleting the selected mailbox deselects it here and says goodbye in every other session.
      if (
        account.find(name) === context.view()?.mailbox &&
        name.toUpperCase() !== 'INBOX' &&
        !account.hasChildren(name)
      ) {
        context.select(undefined);
      }
      account.delete(name);
      return 'OK Delete completed';
    },
  },
  RENAME: {
    state: 'authenticated',
    run: (_context, cursor, account) => {
      const from = readMailboxName(cursor);
      account.rename(from, readMailboxName(cursor));
      return 'OK Rename completed';
    },
  },
  SUBSCRIBE: {
    state: 'authenticated',
    run: (_context, cursor, account) => {
      const name = readMailboxName(cursor);
      account.require(name);
      account.subscribe(name);
      return 'OK Subscribe completed';
    },
  },
  UNSUBSCRIBE: {
    state: 'authenticated',
    run: (_context, cursor, account) => {
      account.unsubscribe(readMailboxName(cursor));
      return 'OK Unsubscribe completed';
    },
  },
  STATUS: {
    state: 'authenticated',
    run: (context, cursor, account) => {
      const name = readMailboxName(cursor);
      cursor.space();
      const items = parseStatusItems(cursor);
      if (items.includes('HIGHESTMODSEQ')) context.enabled.add('CONDSTORE');
      context.untagged(`* STATUS ${formatMailboxName(name)} (${formatStatus(account.require(name), items)})`);
      return 'OK Status completed';
    },
  },
  APPEND: {
    state: 'authenticated',
    run: (context, cursor, account) => {
      const name = readMailboxName(cursor);
      cursor.space();
      const flags = cursor.isNext('(') ? readFlags(cursor) : [];
      cursor.take(' ');
      const dateMs = cursor.isNext('"') ? readDate(cursor) : context.now();
      cursor.take(' ');
      const bytes = cursor.string();
      cursor.end();
      const mailbox = account.find(name);
      if (mailbox === undefined) return 'NO [TRYCREATE] There is no such mailbox';
      const message = mailbox.append(new MessageContent(bytes), flags, dateMs);
      return `OK [APPENDUID ${mailbox.uidValidity} ${message.uid}] Append completed`;
    },
  },
};
