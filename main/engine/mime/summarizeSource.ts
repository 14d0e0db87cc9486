import type { AttachmentInfo, MessageHead, MessageSummary } from '../../../preload/contract/index.ts';
import { parseAddresses } from './addresses.ts';
import { attachmentItems, type AttachmentItem } from './attachmentItems.ts';
import type { Reading } from './charsets.ts';
import { decodeField, headerString } from './decodeWords.ts';
import type { HeaderField } from './headerFields.ts';
import { parseMailDate } from './mailDate.ts';
import type { MimePart } from './mimeTree.ts';

/** What a message's bytes alone say of it; the rest of a summary belongs to the folder that holds it. */
export type SourceSummary = Omit<MessageSummary, 'uid' | 'modseq' | 'flags' | 'internalDate'>;

const MAX_ATTACHMENTS = 1000;

/** What the header alone says. */
export type FieldSummary = Omit<SourceSummary, 'sizeBytes' | 'attachments'>;

type Fields = readonly Pick<HeaderField, 'key' | 'value'>[];

/** `reading` decides how raw 8-bit bytes are taken. */
export function summarizeFields(fields: Fields, reading: Reading): FieldSummary {
  return {
    ...readHead(fields, reading),
    date: parseMailDate(firstField(fields, 'date')),
    messageId: messageIds(firstField(fields, 'message-id'))[0] ?? null,
    references: referencesOf(firstField(fields, 'references'), firstField(fields, 'in-reply-to')),
  };
}

/** Summary fields of a message whose structure is known; attachments are not decoded, their sizes estimated. */
export function summarizeTree(root: MimePart, sizeBytes: number, reading: Reading): SourceSummary {
  return {
    ...summarizeFields(root.fields, reading),
    sizeBytes,
    attachments: attachmentItems(root, reading)
      .slice(0, MAX_ATTACHMENTS)
      .map((item) => attachmentInfo(item, item.estimateSize())),
  };
}

/** Subject and addresses of a message or of one inside it. */
export function readHead(fields: Fields, reading: Reading): MessageHead {
  const addresses = (key: string) => {
    const value = firstField(fields, key);
    return value === '' ? [] : parseAddresses(headerString(value.slice(0, 500_000), reading), reading);
  };
  return {
    subject: decodeField(firstField(fields, 'subject'), 10_000, reading),
    from: addresses('from'),
    sender: addresses('sender'),
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
  };
}

/** The first of several fields is the one that servers, filters and people take for the message's own. */
export const firstField = (fields: Fields, key: string): string =>
  fields.find((field) => field.key === key)?.value ?? '';

export const attachmentInfo = (item: AttachmentItem, sizeBytes: number): AttachmentInfo => ({
  partId: item.partId,
  name: item.name.slice(0, 2000),
  type: item.type,
  sizeBytes,
  contentId: item.contentId,
  inline: item.inline,
});

function referencesOf(references: string, inReplyTo: string): string[] {
  if (references === '' && inReplyTo === '') return [];
  const ids = new Set([...messageIds(references), ...messageIds(inReplyTo)]);
  return [...ids].slice(-1000);
}

/** Message-IDs without their brackets; text that has none is taken as one id. */
function messageIds(field: string): string[] {
  const text = decodeField(field, 100_000);
  const bracketed = [...text.matchAll(/<([^<>\s]{1,2000})>/g)].map(([, id = '']) => id);
  return bracketed.length > 0 ? bracketed : text === '' ? [] : [text.slice(0, 2000)];
}
