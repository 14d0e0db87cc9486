import { parseAddresses, type EnvelopeAddress } from '../mime/parseAddresses.ts';
import { fieldValue } from '../mime/parseHeader.ts';
import type { MimeNode } from '../mime/parseMimeTree.ts';
import { formatNstring, formatString } from './imapStrings.ts';

const formatAddress = (address: EnvelopeAddress): string => {
  switch (address.kind) {
    case 'mailbox':
      return `(${formatNstring(address.name)} NIL ${formatString(address.mailbox)} ${formatString(address.host)})`;
    case 'groupStart':
      return `(NIL NIL ${formatString(address.name)} NIL)`;
    case 'groupEnd':
      return '(NIL NIL NIL NIL)';
  }
};

const formatAddresses = (text: string | undefined): string => {
  const addresses = parseAddresses(text ?? '');
  return addresses.length === 0 ? 'NIL' : `(${addresses.map(formatAddress).join('')})`;
};

/** ENVELOPE of a message (RFC 3501 section 7.4.2). An absent Sender or Reply-To is the From. */
export const formatEnvelope = (message: MimeNode): string => {
  const field = (name: string): string | undefined => fieldValue(message.fields, name);
  const from = field('from');
  return `(${[
    formatNstring(field('date')),
    formatNstring(field('subject')),
    formatAddresses(from),
    formatAddresses(field('sender') ?? from),
    formatAddresses(field('reply-to') ?? from),
    formatAddresses(field('to')),
    formatAddresses(field('cc')),
    formatAddresses(field('bcc')),
    formatNstring(field('in-reply-to')),
    formatNstring(field('message-id')),
  ].join(' ')})`;
};
