import { HIERARCHY_DELIMITER, type MailAccount } from '../../mailbox/MailAccount.ts';
import { decodeModifiedUtf7 } from '../../mailbox/modifiedUtf7.ts';
import { ImapSyntaxError, type ImapCursor } from '../ImapCursor.ts';
import type { ImapCommand } from '../imapCommand.ts';
import { formatMailboxName } from '../imapStrings.ts';
import { matchMailboxPattern } from '../matchMailboxPattern.ts';
import { formatStatus, parseStatusItems } from '../statusItems.ts';

interface ListRequest {
  /** Selection and return options (RFC 5258 section 3), in upper case. */
  readonly select: readonly string[];
  readonly patterns: readonly string[];
  readonly returns: readonly string[];
  readonly status: readonly string[];
}

const readPattern = (cursor: ImapCursor): string => decodeModifiedUtf7(cursor.listMailbox());

const readReturns = (cursor: ImapCursor): { returns: string[]; status: string[] } => {
  const status: string[] = [];
  const returns = cursor.list(() => {
    const option = cursor.keyword();
    if (option === 'STATUS') {
      cursor.space();
      status.push(...parseStatusItems(cursor));
    }
    return option;
  });
  return { returns, status };
};

const readRequest = (cursor: ImapCursor): ListRequest => {
  cursor.space();
  const select = cursor.isNext('(') ? cursor.list(() => cursor.keyword()) : [];
  if (select.length > 0) cursor.space();
  const reference = readPattern(cursor);
  cursor.space();
  const patterns = cursor.isNext('(') ? cursor.list(() => readPattern(cursor)) : [readPattern(cursor)];
  let options: { returns: string[]; status: string[] } = { returns: [], status: [] };
  if (cursor.take(' ')) {
    if (cursor.keyword() !== 'RETURN') throw new ImapSyntaxError('Expected RETURN');
    cursor.space();
    options = readReturns(cursor);
  }
  cursor.end();
  return { select, patterns: patterns.map((pattern) => reference + pattern), ...options };
};

const attributes = (account: MailAccount, name: string, request: ListRequest): string => {
  const words: string[] = [account.hasChildren(name) ? '\\HasChildren' : '\\HasNoChildren'];
  const wantsSubscribed = request.select.includes('SUBSCRIBED') || request.returns.includes('SUBSCRIBED');
  if (wantsSubscribed && account.isSubscribed(name)) words.push('\\Subscribed');
  if (account.find(name) === undefined) words.push('\\NonExistent');
  const use = account.specialUse(name);
  if (use !== undefined) words.push(use);
  return words.join(' ');
};

const selectNames = (account: MailAccount, request: ListRequest): string[] => {
  const subscribedOnly = request.select.includes('SUBSCRIBED');
  const specialOnly = request.select.includes('SPECIAL-USE');
  const names = subscribedOnly ? account.subscribedNames() : account.names();
  return names.filter(
    (name) =>
      (!specialOnly || account.specialUse(name) !== undefined) &&
      request.patterns.some((pattern) => matchMailboxPattern(pattern, name, HIERARCHY_DELIMITER)),
  );
};

/** LIST with SPECIAL-USE, LIST-EXTENDED and LIST-STATUS, and LSUB (RFC 3501, 6154, 5258, 5819). */
export const listCommands: Readonly<Record<string, ImapCommand>> = {
  LIST: {
    state: 'authenticated',
    run: (context, cursor, account) => {
      const request = readRequest(cursor);
      // An empty pattern asks for the delimiter alone (RFC 3501 section 6.3.8).
      if (request.patterns.length === 1 && request.patterns[0] === '') {
        context.untagged(`* LIST (\\Noselect) "${HIERARCHY_DELIMITER}" ""`);
        return 'OK List completed';
      }
      for (const name of selectNames(account, request)) {
        const wire = formatMailboxName(name);
        context.untagged(`* LIST (${attributes(account, name, request)}) "${HIERARCHY_DELIMITER}" ${wire}`);
        const mailbox = account.find(name);
        if (request.status.length > 0 && mailbox !== undefined) {
          context.untagged(`* STATUS ${wire} (${formatStatus(mailbox, request.status)})`);
        }
      }
      return 'OK List completed';
    },
  },
  LSUB: {
    state: 'authenticated',
    run: (context, cursor, account) => {
      const { patterns } = readRequest(cursor);
      const names = account
        .subscribedNames()
        .filter((name) =>
          patterns.some((pattern) => matchMailboxPattern(pattern, name, HIERARCHY_DELIMITER)),
        );
      for (const name of names)
        context.untagged(`* LSUB () "${HIERARCHY_DELIMITER}" ${formatMailboxName(name)}`);
      return 'OK Lsub completed';
    },
  },
};
