import type { Uid, Modseq } from '../../../preload/contract/index.ts';
import { type FlagState, type MessageSummary } from '../../../preload/contract/index.ts';
import { noReading } from '../mime/charsets.ts';
import { readHeaderBlock } from '../mime/headerFields.ts';
import { summarizeFields } from '../mime/summarizeSource.ts';
import { isList, textOf, type ImapNode } from './imapNodes.ts';
import { listAttachments, readParameters } from './listAttachments.ts';
import type { FetchedMessage } from './parseFetch.ts';

const NO_HEADER = Buffer.alloc(0);
const noDelimiter = (): boolean => false;

/**
 * A summary out of a FETCH response; every string bounded, whatever is missing or malformed left empty. Null only
 * when the response has no UID. `internalDate` falls back to the Date header, then to 0.
 */
export function toMessageSummary(message: FetchedMessage): MessageSummary | null {
  if (message.uid === null) return null;
  const header = message.header ?? NO_HEADER;
  const { fields } = readHeaderBlock(header, 0, header.length, noDelimiter);
  const structure = message.bodyStructure;
  const summary = summarizeFields(fields, {
    ...noReading,
    likely: structure === null || !hasRawBytes(fields) ? '' : textCharset(structure),
  });
  return {
    // In the range of a UID: parseFetch has seen to that.
    uid: message.uid as Uid,
    modseq: message.modseq as Modseq | null,
    flags: readFlags(message.flags ?? []),
    internalDate: message.internalDate ?? summary.date ?? 0,
    sizeBytes: message.sizeBytes ?? 0,
    ...summary,
    attachments: structure === null ? [] : listAttachments(structure),
  };
}

/** An answer that came in pieces: what `piece` says, else what was known. */
export function mergeSummary(
  before: MessageSummary,
  piece: FetchedMessage,
  summary: MessageSummary,
): MessageSummary {
  const { header, flags, modseq, sizeBytes, internalDate, bodyStructure } = piece;
  return {
    ...(header === null ? before : summary),
    flags: flags === null ? before.flags : summary.flags,
    modseq: modseq === null ? before.modseq : summary.modseq,
    sizeBytes: sizeBytes === null ? before.sizeBytes : summary.sizeBytes,
    internalDate: internalDate === null ? before.internalDate : summary.internalDate,
    attachments: bodyStructure === null ? before.attachments : summary.attachments,
  };
}

/** Flags and MODSEQ of a FETCH response; null when it has no UID or no FLAGS. */
export function toFlagState(message: FetchedMessage): FlagState | null {
  if (message.uid === null || message.flags === null) return null;
  return {
    uid: message.uid as Uid,
    flags: readFlags(message.flags),
    modseq: message.modseq as Modseq | null,
  };
}

/** `\Recent` belongs to a session, not to the message (RFC 3501 section 2.3.2). System flags in their usual case. */
function readFlags(flags: readonly string[]): string[] {
  const kept: string[] = [];
  for (const raw of flags) {
    if (raw.length > 255 || kept.length >= 500) continue;
    const flag = SYSTEM_FLAGS.get(raw) ?? readFlag(raw);
    if (flag !== '' && !kept.includes(flag)) kept.push(flag);
  }
  return kept;
}

/** As servers write them nearly always. */
const SYSTEM_FLAGS = new Map(
  ['\\Seen', '\\Answered', '\\Flagged', '\\Deleted', '\\Draft'].map((flag) => [flag, flag]),
);

function readFlag(raw: string): string {
  if (!/^\\[a-z]+$/i.test(raw)) return raw;
  return /^\\recent$/i.test(raw) ? '' : `\\${raw.charAt(1).toUpperCase()}${raw.slice(2).toLowerCase()}`;
}

const hasRawBytes = (fields: readonly { readonly value: string }[]): boolean =>
  fields.some(({ value }) => /[\x80-\xff]/.test(value));

const MAX_DEPTH = 30;

/** The charset of the first text that is not plain ASCII or UTF-8: what raw 8-bit header text is most likely in. */
function textCharset(node: readonly ImapNode[], depth = 0): string {
  if (depth > MAX_DEPTH) return '';
  if (isList(node[0])) {
    for (const child of node) {
      const charset = isList(child) ? textCharset(child, depth + 1) : '';
      if (charset !== '') return charset;
    }
    return '';
  }
  if (textOf(node[0]).toLowerCase() !== 'text') return '';
  const charset = readParameters(node[2]).get('charset') ?? '';
  return /^(us-ascii|utf-?8)$/i.test(charset) ? '' : charset;
}
