import type { Mailbox } from '../../mailbox/Mailbox.ts';
import type { ImapCursor } from '../ImapCursor.ts';
import type { ImapCommand } from '../imapCommand.ts';
import type { NumberedMessage } from '../SelectedView.ts';
import { formatSequenceSet, type SequenceSet } from '../sequenceSet.ts';
import { readMailboxName } from './mailboxCommands.ts';

const readTransfer = (cursor: ImapCursor): { set: SequenceSet; target: string } => {
  cursor.space();
  const set = cursor.sequenceSet();
  const target = readMailboxName(cursor);
  cursor.end();
  return { set, target };
};

const copy = (messages: readonly NumberedMessage[], target: Mailbox): string => {
  const copies = messages.map(({ message }) =>
    target.append(message.content, message.flags, message.internalDateMs),
  );
  const from = formatSequenceSet(messages.map(({ message }) => message.uid));
  return `[COPYUID ${target.uidValidity} ${from} ${formatSequenceSet(copies.map((message) => message.uid))}]`;
};

const NOWHERE = 'NO [TRYCREATE] There is no such mailbox';
const READ_ONLY = 'NO [READ-ONLY] The mailbox was opened for reading only';

/** COPY, MOVE, EXPUNGE and their UID forms (RFC 3501 section 6.4, RFC 6851, RFC 4315). */
export const transferCommands: Readonly<Record<string, ImapCommand>> = {
  COPY: {
    state: 'selected',
    run: (_context, cursor, { view, account, byUid }) => {
      const { set, target } = readTransfer(cursor);
      const mailbox = account.find(target);
      if (mailbox === undefined) return NOWHERE;
      const messages = view.resolve(set, byUid);
      return messages.length === 0
        ? 'OK There was nothing to copy'
        : `OK ${copy(messages, mailbox)} Copy completed`;
    },
  },
  MOVE: {
    state: 'selected',
    run: (context, cursor, { view, account, byUid }) => {
      const { set, target } = readTransfer(cursor);
      const mailbox = account.find(target);
      if (mailbox === undefined) return NOWHERE;
      if (view.readOnly) return READ_ONLY;
      const messages = view.resolve(set, byUid);
      if (messages.length === 0) return 'OK There was nothing to move';
      // RFC 6851 section 4.3: COPYUID goes in an untagged OK, before the EXPUNGEs that follow.
      context.untagged(`* OK ${copy(messages, mailbox)} Moved`);
      view.mailbox.expunge(messages.map(({ message }) => message.uid));
      return 'OK Move completed';
    },
  },
  EXPUNGE: {
    state: 'selected',
    run: (context, cursor, { view, byUid }) => {
      const set = byUid && cursor.take(' ') ? cursor.sequenceSet() : undefined;
      cursor.end();
      if (view.readOnly) return READ_ONLY;
      const candidates = set === undefined ? view.numbered() : view.resolve(set, true);
      const deleted = candidates.filter(({ message }) => message.flags.has('\\Deleted'));
      view.mailbox.expunge(deleted.map(({ message }) => message.uid));
      const modseq = context.enabled.has('CONDSTORE') && deleted.length > 0;
      return `OK ${modseq ? `[HIGHESTMODSEQ ${view.mailbox.highestModseq}] ` : ''}Expunge completed`;
    },
  },
};
