import type { Mailbox } from '../../mailbox/Mailbox.ts';
import type { MailAccount } from '../../mailbox/MailAccount.ts';
import { formatFlags } from '../formatFetch.ts';
import { ImapSyntaxError, type ImapCursor } from '../ImapCursor.ts';
import type { ImapCommand, ImapContext } from '../imapCommand.ts';
import { SelectedView } from '../SelectedView.ts';
import { formatSequenceSet, sequenceMatcher, type SequenceSet } from '../sequenceSet.ts';
import { readMailboxName } from './mailboxCommands.ts';

/** What a client remembers of a mailbox (RFC 7162 section 3.2.5). */
interface KnownState {
  readonly uidValidity: number;
  readonly modseq: number;
  readonly uids: SequenceSet | undefined;
}

const readKnownState = (cursor: ImapCursor): KnownState => {
  cursor.space();
  cursor.expect('(');
  const uidValidity = cursor.number();
  cursor.space();
  const modseq = cursor.number();
  let uids: SequenceSet | undefined;
  if (cursor.take(' ') && !cursor.isNext('(')) {
    uids = cursor.sequenceSet();
    cursor.take(' ');
  }
  // The sequence match data only lets a server send less: reading past it is enough.
  if (cursor.isNext('(')) {
    cursor.expect('(');
    cursor.sequenceSet();
    cursor.space();
    cursor.sequenceSet();
    cursor.expect(')');
  }
  cursor.expect(')');
  return { uidValidity, modseq, uids };
};

const readParameters = (context: ImapContext, cursor: ImapCursor): KnownState | undefined => {
  if (!cursor.take(' ')) return undefined;
  let known: KnownState | undefined;
  cursor.list(() => {
    const parameter = cursor.keyword();
    if (parameter === 'CONDSTORE') context.enabled.add('CONDSTORE');
    else if (parameter === 'QRESYNC' && context.enabled.has('QRESYNC')) known = readKnownState(cursor);
    else throw new ImapSyntaxError(`Unknown or disabled parameter ${parameter}`);
  });
  return known;
};

const tellMailbox = (context: ImapContext, view: SelectedView): void => {
  const { mailbox } = view;
  const keywords = new Set(
    mailbox.all().flatMap((message) => [...message.flags].filter((flag) => !flag.startsWith('\\'))),
  );
  const flags = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft', ...keywords].join(' ');
  const unseen = view.numbered().find(({ message }) => !message.flags.has('\\Seen'));
  context.untagged(`* FLAGS (${flags})`);
  context.untagged(`* OK [PERMANENTFLAGS (${view.readOnly ? '' : `${flags} \\*`})] Flags permitted`);
  context.untagged(`* ${view.size} EXISTS`);
  context.untagged(`* ${view.recentCount} RECENT`);
  if (unseen !== undefined) context.untagged(`* OK [UNSEEN ${unseen.sequence}] First unseen`);
  context.untagged(`* OK [UIDVALIDITY ${mailbox.uidValidity}] UIDs valid`);
  context.untagged(`* OK [UIDNEXT ${mailbox.uidNext}] Predicted next UID`);
  context.untagged(`* OK [HIGHESTMODSEQ ${mailbox.highestModseq}] Highest`);
};

const tellChangesSince = (context: ImapContext, view: SelectedView, known: KnownState): void => {
  const { mailbox } = view;
  if (known.uidValidity !== mailbox.uidValidity) return;
  const isKnown = known.uids === undefined ? () => true : sequenceMatcher(known.uids, mailbox.uidNext - 1);
  const vanished = mailbox.expungedSince(known.modseq).filter(isKnown);
  if (vanished.length > 0) context.untagged(`* VANISHED (EARLIER) ${formatSequenceSet(vanished)}`);
  for (const { sequence, message } of view.numbered()) {
    if (message.modseq <= known.modseq || !isKnown(message.uid)) continue;
    const flags = formatFlags(message, view.isRecent(message.uid));
    context.untagged(`* ${sequence} FETCH (UID ${message.uid} FLAGS ${flags} MODSEQ (${message.modseq}))`);
  }
};

const open = (context: ImapContext, cursor: ImapCursor, account: MailAccount, readOnly: boolean): string => {
  const name = readMailboxName(cursor);
  const known = readParameters(context, cursor);
  cursor.end();
  const hadView = context.view() !== undefined;
  context.select(undefined);
  const mailbox: Mailbox = account.require(name);
  // RFC 7162 section 3.2.11: everything after this belongs to the new mailbox.
  if (hadView && context.enabled.has('QRESYNC')) context.untagged('* OK [CLOSED] Previous mailbox closed');
  const view = new SelectedView(mailbox, readOnly, context.watch);
  context.select(view);
  tellMailbox(context, view);
  if (known !== undefined) tellChangesSince(context, view, known);
  return readOnly ? 'OK [READ-ONLY] Examine completed' : 'OK [READ-WRITE] Select completed';
};

/** Entering and leaving the selected state (RFC 3501 sections 6.3.1, 6.3.2, 6.4.2; RFC 3691; RFC 7162). */
export const selectCommands: Readonly<Record<string, ImapCommand>> = {
  SELECT: {
    state: 'authenticated',
    run: (context, cursor, account) => open(context, cursor, account, false),
  },
  EXAMINE: {
    state: 'authenticated',
    run: (context, cursor, account) => open(context, cursor, account, true),
  },
  UNSELECT: {
    state: 'selected',
    run: (context) => {
      context.select(undefined);
      return 'OK Unselect completed';
    },
  },
  CLOSE: {
    state: 'selected',
    run: (context, _cursor, { view }) => {
      context.select(undefined);
      const deleted = view.mailbox.all().filter((message) => message.flags.has('\\Deleted'));
      if (!view.readOnly) view.mailbox.expunge(deleted.map((message) => message.uid));
      return 'OK Close completed';
    },
  },
};
