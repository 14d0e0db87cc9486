import type { MailboxMessage } from '../mailbox/Mailbox.ts';
import { readBodySection } from './bodySection.ts';
import type { FetchItem } from './fetchItems.ts';
import { formatBodyStructure } from './formatBodyStructure.ts';
import { formatEnvelope } from './formatEnvelope.ts';
import { formatInternalDate, formatNstring } from './imapStrings.ts';

/** `(\Seen \Flagged)`, with `\Recent` where this session was the first to see the message. */
export const formatFlags = (message: MailboxMessage, recent: boolean): string =>
  `(${[...message.flags, ...(recent ? ['\\Recent'] : [])].join(' ')})`;

const formatSection = (message: MailboxMessage, item: Extract<FetchItem, { kind: 'section' }>): string => {
  const text = readBodySection(message.content.bytes, message.content.tree, item.section);
  const cut =
    item.partial === undefined
      ? text
      : text?.slice(item.partial.offset, item.partial.offset + item.partial.count);
  return `${item.label} ${formatNstring(cut)}`;
};

const formatItem = (message: MailboxMessage, item: FetchItem, recent: boolean): string => {
  const { bytes, tree } = message.content;
  switch (item.kind) {
    case 'flags':
      return `FLAGS ${formatFlags(message, recent)}`;
    case 'uid':
      return `UID ${message.uid}`;
    case 'internalDate':
      return `INTERNALDATE ${formatInternalDate(message.internalDateMs)}`;
    case 'size':
      return `RFC822.SIZE ${bytes.length}`;
    case 'envelope':
      return `ENVELOPE ${formatEnvelope(tree)}`;
    case 'body':
      return `BODY ${formatBodyStructure(bytes, tree, false)}`;
    case 'bodyStructure':
      return `BODYSTRUCTURE ${formatBodyStructure(bytes, tree, true)}`;
    case 'modseq':
      return `MODSEQ (${message.modseq})`;
    case 'section':
      return formatSection(message, item);
  }
};

/** One untagged FETCH response, as a byte string without its line end. */
export const formatFetch = (
  sequence: number,
  message: MailboxMessage,
  items: readonly FetchItem[],
  recent: boolean,
): string => `* ${sequence} FETCH (${items.map((item) => formatItem(message, item, recent)).join(' ')})`;
