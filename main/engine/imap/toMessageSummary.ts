import {
  Uid,
  Modseq,
  type Address,
  type FlagState,
  type MessageSummary,
} from '../../../preload/contract/index.ts';
import { decodeHeaderText } from '../mime/decodeWords.ts';
import { parseMailDate } from '../mime/mailDate.ts';
import { isList, listOf, rawOf, textOf, type ImapNode } from './imapNodes.ts';
import { listAttachments } from './listAttachments.ts';
import type { FetchedMessage } from './parseFetch.ts';

const MAX_SUBJECT = 10_000;
const MAX_NAME = 2000;
const MAX_ADDRESSES = 5000;
const MAX_REFERENCES = 1000;

/**
 * A summary out of a FETCH response; every string bounded, whatever is missing or malformed left empty. Null only
 * when the response has no UID. `internalDate` falls back to the Date header, then to 0.
 */
export function toMessageSummary(message: FetchedMessage): MessageSummary | null {
  const uid = Uid.safeParse(message.uid);
  if (!uid.success) return null;
  const envelope = message.envelope ?? [];
  const date = parseMailDate(textOf(envelope[0]));
  const inReplyTo = messageIds(textOf(envelope[8]));
  const references = messageIds(referencesHeader(message.header));
  return {
    uid: uid.data,
    modseq: readModseq(message.modseq),
    flags: readFlags(message.flags ?? []),
    internalDate: message.internalDate ?? date ?? 0,
    date,
    sizeBytes: message.sizeBytes ?? 0,
    subject: decodeHeaderText(rawOf(envelope[1]) ?? '', MAX_SUBJECT),
    from: readAddresses(envelope[2]),
    sender: readAddresses(envelope[3]),
    replyTo: readAddresses(envelope[4]),
    to: readAddresses(envelope[5]),
    cc: readAddresses(envelope[6]),
    bcc: readAddresses(envelope[7]),
    messageId: messageIds(textOf(envelope[9]))[0] ?? null,
    // Oldest first: the newest are what a thread hangs on, so the cut is at the front.
    references: [...new Set([...references, ...inReplyTo])].slice(-MAX_REFERENCES),
    attachments: message.bodyStructure === null ? [] : listAttachments(message.bodyStructure),
  };
}

/** Flags and MODSEQ of a FETCH response; null when it has no UID or no FLAGS. */
export function toFlagState(message: FetchedMessage): FlagState | null {
  const uid = Uid.safeParse(message.uid);
  if (!uid.success || message.flags === null) return null;
  return { uid: uid.data, flags: readFlags(message.flags), modseq: readModseq(message.modseq) };
}

/** `\Recent` belongs to a session, not to the message (RFC 3501 section 2.3.2). System flags in their usual case. */
function readFlags(flags: readonly string[]): string[] {
  const kept = flags
    .filter((flag) => flag.length <= 255 && !/^\\recent$/i.test(flag))
    .map((flag) =>
      /^\\[a-z]+$/i.test(flag) ? `\\${flag.charAt(1).toUpperCase()}${flag.slice(2).toLowerCase()}` : flag,
    );
  return [...new Set(kept)].slice(0, 500);
}

const readModseq = (modseq: string | null): Modseq | null => {
  const parsed = Modseq.safeParse(modseq);
  return parsed.success ? parsed.data : null;
};

/** An address list (RFC 3501 section 7.4.2): groups are their name without an address, then their members. */
function readAddresses(node: ImapNode | undefined): Address[] {
  const addresses: Address[] = [];
  for (const entry of listOf(node)) {
    if (!isList(entry) || addresses.length >= MAX_ADDRESSES) continue;
    const name = decodeHeaderText(rawOf(entry[0]) ?? '', MAX_NAME);
    const mailbox = decodeHeaderText(rawOf(entry[2]) ?? '', MAX_NAME);
    const host = decodeHeaderText(rawOf(entry[3]) ?? '', 253);
    if (host === '') {
      if (mailbox !== '') addresses.push({ name: mailbox, address: '' });
      continue;
    }
    // Dovecot's placeholders for what the header lacked.
    const address =
      host === 'MISSING_DOMAIN' || mailbox === 'MISSING_MAILBOX' ? mailbox : `${mailbox}@${host}`;
    addresses.push({ name, address: (address === 'MISSING_MAILBOX' ? '' : address).slice(0, MAX_NAME) });
  }
  return addresses;
}

/** Message-IDs in angle brackets, without them; a bare word counts where there are none. */
function messageIds(text: string): string[] {
  const cut = text.slice(0, 100_000);
  const bracketed = [...cut.matchAll(/<([^<>\s]{1,2000})>/g)].map((match) => match[1] ?? '');
  if (bracketed.length > 0) return bracketed;
  const bare = cut.trim();
  return bare === '' || /\s/.test(bare) || bare.length > 2000
    ? []
    : [bare.replace(/[<>]/g, '')].filter((id) => id !== '');
}

function referencesHeader(header: Buffer | null): string {
  if (header === null) return '';
  const unfolded = header.toString('latin1').replace(/\r?\n[ \t]+/g, ' ');
  return /^references:(.*)$/im.exec(unfolded)?.[1] ?? '';
}
