import { isUtf8 } from 'node:buffer';
import type { AttachmentInfo, MessageSummary } from '../../../preload/contract/index.ts';
import { parseAddresses } from './addresses.ts';
import { attachmentItems, type AttachmentItem } from './attachmentItems.ts';
import { resolveCharset } from './charsets.ts';
import { decodeField, headerString } from './decodeWords.ts';
import type { HeaderField } from './headerFields.ts';
import { guessCharset } from './guessCharset.ts';
import { parseMailDate } from './mailDate.ts';
import { decodedBody, leaves, type MimePart } from './mimeTree.ts';
import { charsetOf } from './partContent.ts';

/** What a message's bytes alone say of it; the rest of a summary belongs to the folder that holds it. */
export type SourceSummary = Omit<MessageSummary, 'uid' | 'modseq' | 'flags' | 'internalDate'>;

const MAX_ATTACHMENTS = 1000;

/** What the header alone says. */
export type FieldSummary = Omit<SourceSummary, 'sizeBytes' | 'attachments'>;

/** `hint` is the charset raw 8-bit bytes are most likely in. */
export function summarizeFields(
  fields: readonly Pick<HeaderField, 'key' | 'value'>[],
  hint: string,
): FieldSummary {
  // The first of several fields is the one that servers, filters and people take for the message's own.
  const first = (key: string): string => fields.find((field) => field.key === key)?.value ?? '';
  const addresses = (key: string) => {
    const value = first(key);
    return value === '' ? [] : parseAddresses(headerString(value.slice(0, 500_000), hint));
  };
  return {
    date: parseMailDate(first('date')),
    subject: decodeField(first('subject'), 10_000, hint),
    from: addresses('from'),
    sender: addresses('sender'),
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
    messageId: messageIds(first('message-id'))[0] ?? null,
    references: referencesOf(first('references'), first('in-reply-to')),
  };
}

/** Summary fields of a message whose structure is known; attachments are not decoded, their sizes estimated. */
export function summarizeTree(root: MimePart, sizeBytes: number): SourceSummary {
  return {
    ...summarizeFields(root.fields, bodyCharset(root)),
    sizeBytes,
    attachments: attachmentItems(root)
      .slice(0, MAX_ATTACHMENTS)
      .map((item) => attachmentInfo(item, item.estimateSize())),
  };
}

export const attachmentInfo = (item: AttachmentItem, sizeBytes: number): AttachmentInfo => ({
  partId: item.partId,
  name: item.name.slice(0, 2000),
  type: item.type,
  sizeBytes,
  contentId: item.contentId,
  inline: item.inline,
});

/** What raw 8-bit headers are most likely written in: the charset the first text says or, saying none, looks like. */
export function bodyCharset(root: MimePart): string {
  if (!root.fields.some(({ value }) => /[\x80-\xff]/.test(value))) return '';
  const texts = leaves(root).filter((part) => part.type.startsWith('text/'));
  const labelled = texts.map(charsetOf).find((label) => !['', 'utf-8'].includes(resolveCharset(label)));
  if (labelled !== undefined || texts[0] === undefined) return labelled ?? '';
  const sample = decodedBody(texts[0]).subarray(0, 20_000);
  return sample.some((byte) => byte >= 0x80) && !isUtf8(sample) ? guessCharset(sample) : '';
}

function referencesOf(references: string, inReplyTo: string): string[] {
  const ids = new Set([...messageIds(references), ...messageIds(inReplyTo)]);
  return [...ids].slice(-1000);
}

/** Message-IDs without their brackets; text that has none is taken as one id. */
function messageIds(field: string): string[] {
  const text = decodeField(field, 100_000);
  const bracketed = [...text.matchAll(/<([^<>\s]{1,2000})>/g)].map(([, id = '']) => id);
  return bracketed.length > 0 ? bracketed : text === '' ? [] : [text.slice(0, 2000)];
}
