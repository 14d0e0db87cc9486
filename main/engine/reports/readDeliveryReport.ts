import type { RecipientReport } from '../../../preload/contract/index.ts';
import { decodeField } from '../mime/decodeWords.ts';
import { parseMailDate } from '../mime/mailDate.ts';
import { readHeaderBlock, type HeaderField } from '../mime/headerFields.ts';
import { readingOf } from '../mime/mimeReading.ts';
import { decodedBody, readMimeTree, type MimePart } from '../mime/mimeTree.ts';
import { readHtml, readText } from '../mime/partContent.ts';
import { readStatusFields } from './statusFields.ts';
import { ownWords, recipientsInText } from './textReport.ts';

/** What a message says about the delivery of another one. */
export interface DeliveryReport {
  readonly recipients: readonly RecipientReport[];
  /** ENVID given when it was sent (RFC 3461 section 4.4). */
  readonly envelopeId: string | null;
  /** Message-IDs without brackets that may name the message, the surest first; empty when the report names none. */
  readonly messageIds: readonly string[];
  /** Whether a Message-ID of the returned message itself is among them. */
  readonly returnsMessage: boolean;
  /** Of the returned message; empty when it is not returned. */
  readonly subject: string;
  /** When the report was written, in milliseconds since the epoch; null when it does not say. */
  readonly at: number | null;
}

const daemon =
  /mailer-?daemon|postmaster|mail[ _-]?delivery|delivery (sub)?system|^mdaemon|mail[ _-]?(system|administrator|daemon)|system administrator|microsoft outlook|exchange|naver_?mailer|daum.*(mailer|postmaster)|메일 ?(배달|전송|관리)|배달 ?시스템|メール(配信|サーバ|システム)|bounce/i;
const statusTypes = new Set(['message/delivery-status', 'message/global-delivery-status']);
const returnedTypes = new Set([
  'message/rfc822',
  'message/global',
  'text/rfc822-headers',
  'message/rfc822-headers',
  'message/global-headers',
  'text/rfc822',
]);

/**
 * Reads a delivery report (RFC 3464) or what other servers send in its place; null when the message is none: a
 * holiday note, an answer, mail of a person. It says what the message claims, no more: whether one ever sent the
 * message it speaks of, `joinReport` decides.
 */
export function readDeliveryReport(source: Uint8Array): DeliveryReport | null {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  const { root } = readMimeTree(bytes);
  const header = (key: string): string => fieldOf(root.fields, key);
  const parts = allParts(root);
  const status = parts.filter(({ type }) => statusTypes.has(type));
  const isStandard = status.length > 0;
  const isNullSender = /^<\s*>/.test(header('return-path'));
  const failedRecipients = addressesIn(header('x-failed-recipients'));
  const isDaemon =
    daemon.test(decodeField(header('from'), 2000, readingOf(root, {}))) || failedRecipients.length > 0;
  const isReport = root.type === 'multipart/report';
  if (!isStandard && !isDaemon && !isReport && !isNullSender) return null;
  if (isHolidayNote(root) && !isStandard && !isDaemon) return null;

  const returned = returnedHeaders(parts, root);
  const machine = status.map((part) => readStatusFields(textOf(part)));
  let recipients = machine.flatMap((fields) => fields.recipients);
  const words = humanWords(parts, root);
  if (recipients.length === 0) {
    const ignored = new Set([...addressesIn(header('from')), ...addressesIn(header('to'))].map(lower));
    recipients = recipientsInText(ownWords(words), failedRecipients, ignored);
  }
  if (recipients.length === 0) return null;
  const returnedId = idsIn(fieldOf(returned, 'message-id'))[0] ?? idBehindMark(words);
  const messageIds = [
    ...(returnedId === undefined ? [] : [returnedId]),
    ...idsIn(header('x-original-message-id')),
    ...idsIn(header('in-reply-to')),
    ...idsIn(header('references')).reverse(),
  ];
  const subject = decodeField(fieldOf(returned, 'subject'), 2000, readingOf(root, {}));
  return {
    recipients,
    envelopeId: machine.map(({ envelopeId }) => envelopeId).find((id) => id !== null) ?? null,
    messageIds: [...new Set(messageIds)].slice(0, 50),
    returnsMessage: returnedId !== undefined,
    subject: subject.slice(0, 2000),
    at: parseMailDate(header('date')),
  };
}

/** RFC 3834 and what came before it: answers of programs that stand for a person. */
function isHolidayNote(root: MimePart): boolean {
  const has = (key: string): boolean => fieldOf(root.fields, key) !== '';
  return (
    has('x-autoreply') ||
    has('x-autorespond') ||
    has('x-vacation') ||
    /auto-replied.*vacation/i.test(fieldOf(root.fields, 'auto-submitted')) ||
    /^(vacation|oof|auto_?reply)/i.test(fieldOf(root.fields, 'precedence')) ||
    /^(out of office|automatic reply|auto(matic)?[- ]?reply|부재중|자동 ?응답|不在)/i.test(
      decodeField(fieldOf(root.fields, 'subject'), 2000, readingOf(root, {})),
    )
  );
}

function allParts(part: MimePart): MimePart[] {
  const parts: MimePart[] = [];
  const visit = (one: MimePart): void => {
    if (parts.length >= 500) return;
    parts.push(one);
    // What stands inside the returned message is not the report's.
    if (returnedTypes.has(one.type) && one.parent !== null) return;
    for (const child of one.children) visit(child);
  };
  visit(part);
  return parts;
}

function returnedHeaders(parts: readonly MimePart[], root: MimePart): readonly HeaderField[] {
  const part = parts.find((one) => one !== root && returnedTypes.has(one.type));
  if (part === undefined) return [];
  const bytes = decodedBody(part).subarray(0, 200_000);
  return readHeaderBlock(bytes, 0, bytes.length, () => false).fields;
}

function humanWords(parts: readonly MimePart[], root: MimePart): string {
  const reading = readingOf(root, {});
  const texts: string[] = [];
  for (const part of parts) {
    if (part.type === 'text/plain') texts.push(readText(part, reading).text);
    else if (part.type === 'text/html') texts.push(withoutTags(readHtml(part, reading).text));
  }
  return texts.join('\n').slice(0, 300_000);
}

const withoutTags = (html: string): string =>
  html
    .slice(0, 500_000)
    .replace(/<(style|script|head)\b[\s\S]{0,100000}?<\/\1\s*>/gi, ' ')
    .replace(/<(br|p|div|tr|li|h\d|td|th|table)\b[^>]{0,2000}>/gi, '\n')
    .replace(/<[^>]{0,5000}>/g, ' ')
    .replace(/&lt;/gi, '<')
    .replace(/&gt;/gi, '>')
    .replace(/&(nbsp|#160);/gi, ' ')
    .replace(/&quot;/gi, '"')
    .replace(/&#39;|&apos;/gi, "'")
    .replace(/&#64;/g, '@')
    .replace(/&amp;/gi, '&');

/** A copy of the message's header written into the text: qmail, Exim and others. */
const idBehindMark = (words: string): string | undefined =>
  /^[ \t>]*Message-Id:[ \t]*(?:\n[ \t]+)?<([^<>\s]{3,900})>/im.exec(words)?.[1];

const textOf = (part: MimePart): string => {
  const bytes = decodedBody(part).subarray(0, 500_000);
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
};

const fieldOf = (fields: readonly HeaderField[], key: string): string =>
  fields.find((field) => field.key === key)?.value ?? '';

const idsIn = (value: string): string[] =>
  [...value.matchAll(/<([^<>\s]{3,900})>/g)].map((match) => match[1] ?? '');

const addressesIn = (value: string): string[] =>
  [...value.slice(0, 20_000).matchAll(/[^\s<>()[\]:;,"]{1,64}@[^\s<>()[\]:;,"]{1,253}/g)].map(([one]) => one);

const lower = (text: string): string => text.toLowerCase();
