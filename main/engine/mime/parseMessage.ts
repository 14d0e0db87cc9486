import type { InlinePart, MessageBody, PartId, Uid } from '../../../preload/contract/index.ts';
import { attachmentItems, type AttachmentItem } from './attachmentItems.ts';
import { headerString } from './decodeWords.ts';
import { readMimeTree } from './mimeTree.ts';
import { readingOf, type ReadingChoice } from './mimeReading.ts';
import { nestedMessages } from './nestedMessages.ts';
import { protectionOf } from './protectionOf.ts';
import { readableBody } from './readableBody.ts';
import { attachmentInfo, readHead, summarizeTree, type SourceSummary } from './summarizeSource.ts';

const MAX_TEXT = 4_000_000;
const MAX_HEADERS = 2000;
const MAX_ATTACHMENTS = 1000;
/** Pictures shown inside a message travel with its body up to this much in all; the rest is fetched as parts. */
const MAX_INLINE_BYTES = 8 * 1024 * 1024;

/** `withHead` answers the summary's words, too, as they read under the choice. */
export type ParseChoice = ReadingChoice & { readonly withHead?: boolean };

/**
 * Parses a message (RFC 5322, RFC 2045–2049). Bad mail is no error: what can be read is answered, cut at the
 * contract's limits, with `truncated` set.
 */
export async function parseMessage(
  source: Uint8Array,
  uid: Uid,
  choice: ParseChoice = {},
): Promise<MessageBody> {
  const { root, isCut } = readMimeTree(bufferOf(source));
  const reading = readingOf(root, choice);
  const items = attachmentItems(root, reading);
  const { text, html, charset } = readableBody(root, reading);
  const nested = nestedMessages(root, choice, MAX_TEXT);
  const protection = protectionOf(root, text);
  return {
    uid,
    headers: root.fields.slice(0, MAX_HEADERS).map(({ name, value }) => ({
      name: name.slice(0, 200),
      value: headerString(value.slice(0, 20_000), reading).slice(0, 20_000),
    })),
    text: text?.slice(0, MAX_TEXT) ?? null,
    html: html?.slice(0, MAX_TEXT) ?? null,
    attachments: items.slice(0, MAX_ATTACHMENTS).map((item) => attachmentInfo(item, item.size())),
    inlineParts: inlinePartsOf(items),
    truncated:
      isCut ||
      (text?.length ?? 0) > MAX_TEXT ||
      (html?.length ?? 0) > MAX_TEXT ||
      items.length > MAX_ATTACHMENTS ||
      root.fields.length > MAX_HEADERS,
    ...(protection !== undefined && { protection }),
    ...(nested.length > 0 && { nested }),
    ...(charset !== null && { charset }),
    ...(choice.withHead === true && { head: readHead(root.fields, reading) }),
  };
}

/** The decoded bytes of one part, by the id that `parseMessage` gave it; null when there is none. */
export async function parsePart(
  source: Uint8Array,
  partId: PartId,
  choice: ReadingChoice = {},
): Promise<{ name: string; type: string; bytes: Uint8Array } | null> {
  const { root } = readMimeTree(bufferOf(source));
  const item = attachmentItems(root, readingOf(root, choice)).find(
    (candidate) => candidate.partId === partId,
  );
  if (item === undefined) return null;
  return { name: item.name.slice(0, 2000), type: item.type, bytes: Uint8Array.from(item.bytes()) };
}

/** Summary fields from the bytes, for mail whose folder is on this disk. Reads structure, decodes no attachment. */
export async function summarizeSource(
  source: Uint8Array,
  choice: ReadingChoice = {},
): Promise<SourceSummary> {
  const { root } = readMimeTree(bufferOf(source));
  return summarizeTree(root, source.length, readingOf(root, choice));
}

const bufferOf = (source: Uint8Array): Buffer =>
  Buffer.from(source.buffer, source.byteOffset, source.byteLength);

function inlinePartsOf(items: readonly AttachmentItem[]): InlinePart[] {
  let left = MAX_INLINE_BYTES;
  const parts: InlinePart[] = [];
  for (const item of items) {
    if (item.contentId === null || !item.type.startsWith('image/') || parts.length === 200) continue;
    if (item.size() > left) continue;
    const bytes = item.bytes();
    left -= bytes.length;
    parts.push({ contentId: item.contentId, type: item.type, bytes: Uint8Array.from(bytes) });
  }
  return parts;
}
