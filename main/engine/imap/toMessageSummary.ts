import { Uid, Modseq, type FlagState, type MessageSummary } from '../../../preload/contract/index.ts';
import { noReading } from '../mime/charsets.ts';
import { readHeaderBlock } from '../mime/headerFields.ts';
import { summarizeFields } from '../mime/summarizeSource.ts';
import { isList, textOf, type ImapNode } from './imapNodes.ts';
import { listAttachments, readParameters } from './listAttachments.ts';
import type { FetchedMessage } from './parseFetch.ts';

const noDelimiter = (): boolean => false;

/**
 * A summary out of a FETCH response; every string bounded, whatever is missing or malformed left empty. Null only
 * when the response has no UID. `internalDate` falls back to the Date header, then to 0.
 */
export function toMessageSummary(message: FetchedMessage): MessageSummary | null {
  const uid = Uid.safeParse(message.uid);
  if (!uid.success) return null;
  const header = message.header ?? Buffer.alloc(0);
  const { fields } = readHeaderBlock(header, 0, header.length, noDelimiter);
  const structure = message.bodyStructure;
  const summary = summarizeFields(fields, {
    ...noReading,
    likely: structure === null ? '' : textCharset(structure),
  });
  return {
    uid: uid.data,
    modseq: readModseq(message.modseq),
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
