import type { MailboxMessage } from '../mailbox/Mailbox.ts';
import { decodeBodyText, decodeHeaderText } from '../mime/decodeText.ts';
import { fieldValue } from '../mime/parseHeader.ts';
import type { SearchKey } from './searchKeys.ts';
import { sequenceMatcher } from './sequenceSet.ts';

/** A message where it stands in a session's view. */
export interface SearchSubject {
  readonly message: MailboxMessage;
  readonly sequence: number;
  readonly recent: boolean;
  /** What `*` stands for. */
  readonly largestSequence: number;
  readonly largestUid: number;
}

const DAY_MS = 86_400_000;
const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';

/** The calendar day in a Date field, without regard to its zone, as RFC 3501 asks of SENTON. */
const sentDay = (message: MailboxMessage): number | undefined => {
  const date = fieldValue(message.content.tree.fields, 'date') ?? '';
  const match = /(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})/.exec(date);
  const month = match === null ? -1 : MONTHS.indexOf((match[2] ?? '').toLowerCase());
  if (match === null || month === -1 || month % 3 !== 0) return undefined;
  return Date.UTC(Number(match[3]), month / 3, Number(match[1])) / DAY_MS;
};

const matchesHeader = (message: MailboxMessage, name: string, text: string): boolean =>
  message.content.tree.fields.some(
    (field) =>
      field.name.toLowerCase() === name && decodeHeaderText(field.value).toLowerCase().includes(text),
  );

const matchesBody = (message: MailboxMessage, text: string): boolean =>
  decodeBodyText(message.content.bytes, message.content.tree).toLowerCase().includes(text);

const matchesAnyHeader = (message: MailboxMessage, text: string): boolean =>
  message.content.tree.fields.some((field) =>
    `${field.name}: ${decodeHeaderText(field.value)}`.toLowerCase().includes(text),
  );

const compareDay = (kind: 'before' | 'on' | 'since', actual: number | undefined, wanted: number): boolean => {
  if (actual === undefined) return false;
  if (kind === 'on') return actual === wanted;
  return kind === 'before' ? actual < wanted : actual >= wanted;
};

/** Whether a message meets a criterion. Texts match anywhere, without case, in decoded headers and text parts. */
export const matchSearch = (key: SearchKey, subject: SearchSubject): boolean => {
  const { message } = subject;
  switch (key.kind) {
    case 'all':
      return true;
    case 'recent':
      return subject.recent;
    case 'old':
      return !subject.recent;
    case 'new':
      return subject.recent && !message.flags.has('\\Seen');
    case 'and':
      return key.keys.every((each) => matchSearch(each, subject));
    case 'or':
      return matchSearch(key.left, subject) || matchSearch(key.right, subject);
    case 'not':
      return !matchSearch(key.key, subject);
    case 'flag':
      return [...message.flags].some((flag) => flag.toLowerCase() === key.flag.toLowerCase()) === key.present;
    case 'header':
      return matchesHeader(message, key.name, key.text);
    case 'body':
      return matchesBody(message, key.text);
    case 'text':
      return matchesAnyHeader(message, key.text) || matchesBody(message, key.text);
    case 'larger':
      return message.content.bytes.length > key.sizeBytes;
    case 'smaller':
      return message.content.bytes.length < key.sizeBytes;
    case 'before':
    case 'on':
    case 'since': {
      const actual = key.date === 'sent' ? sentDay(message) : Math.floor(message.internalDateMs / DAY_MS);
      return compareDay(key.kind, actual, key.day);
    }
    case 'modseq':
      return message.modseq >= key.atLeast;
    case 'sequence':
      return sequenceMatcher(key.set, subject.largestSequence)(subject.sequence);
    case 'uid':
      return sequenceMatcher(key.set, subject.largestUid)(message.uid);
  }
};
