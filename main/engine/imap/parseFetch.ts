import { isList, rawOf, type ImapNode, type ImapReply } from './imapNodes.ts';
import { MAX_UID } from './uidSet.ts';
import { readInternalDate } from './wire/internalDate.ts';
import { NodeReader, UnreadableResponse } from './wire/NodeReader.ts';

/** One FETCH response (RFC 9051 section 7.5.2), as far as it could be read. */
export interface FetchedMessage {
  readonly sequence: number;
  readonly uid: number | null;
  readonly flags: readonly string[] | null;
  readonly modseq: string | null;
  readonly sizeBytes: number | null;
  /** Milliseconds since the epoch. */
  readonly internalDate: number | null;
  readonly bodyStructure: readonly ImapNode[] | null;
  /** `BODY[HEADER…]`; shares memory with the response. */
  readonly header: Buffer | null;
  /** `BODY[]`; shares memory with the response. */
  readonly source: Buffer | null;
  /** A literal was too large to keep: `source` or `header` is null for that reason. */
  readonly tooLarge: boolean;
}

type Fields = { -readonly [Key in keyof FetchedMessage]: FetchedMessage[Key] };

const SPACE = 0x20;
const QUOTE = 0x22;
const OPEN_PAREN = 0x28;
const CLOSE_PAREN = 0x29;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;

/**
 * Reads a FETCH response. Items of another shape than the RFC's count as absent, unknown ones are passed over; of
 * an item given twice the last counts. Throws UnreadableResponse when there is no way to tell items apart.
 */
export function parseFetch(reply: ImapReply): FetchedMessage {
  const message: Fields = {
    sequence: /^\d{1,10}$/.test(reply.command) ? Number(reply.command) : 0,
    uid: null,
    flags: null,
    modseq: null,
    sizeBytes: null,
    internalDate: null,
    bodyStructure: null,
    header: null,
    source: null,
    tooLarge: reply.skippedLiterals > 0,
  };
  const { bytes } = reply;
  const reader = new NodeReader(bytes, reply.argumentsAt);
  reader.skipSpaces();
  if (bytes[reader.at] !== OPEN_PAREN) throw new UnreadableResponse('FETCH without a list');
  reader.at += 1;
  for (;;) {
    reader.skipSpaces();
    if (bytes[reader.at] === CLOSE_PAREN) return message;
    if (reader.isAtEnd) throw new UnreadableResponse('FETCH without an end');
    readItem(reader, message);
  }
}

function readItem(reader: NodeReader, message: Fields): void {
  const { bytes } = reader;
  const start = reader.at;
  let at = start;
  // Names are short; a longer one is passed over like any that is unknown.
  while (at < bytes.length && (bytes[at] ?? 0) > SPACE && !isDelimiter(bytes[at] ?? 0)) at += 1;
  if (at === start) throw new UnreadableResponse('FETCH has a value without a name');
  const name = bytes.toString('latin1', start, Math.min(at, start + 32)).toUpperCase();
  reader.at = at;
  if (bytes[at] === OPEN_BRACKET) return readSection(reader, name, message);
  reader.skipSpaces();
  switch (name) {
    case 'UID': {
      const uid = readNumber(reader);
      if (uid !== null && uid >= 1 && uid <= MAX_UID) message.uid = uid;
      return;
    }
    case 'FLAGS':
      message.flags = readFlagList(reader) ?? message.flags;
      return;
    case 'MODSEQ':
      message.modseq = readModseq(reader) ?? message.modseq;
      return;
    case 'RFC822.SIZE':
      message.sizeBytes = readNumber(reader) ?? message.sizeBytes;
      return;
    case 'INTERNALDATE': {
      const value = rawOf(reader.readNode());
      message.internalDate = value === null ? null : readInternalDate(value.toString());
      return;
    }
    case 'BODYSTRUCTURE': {
      const value = reader.readNode();
      message.bodyStructure = isList(value) ? value : null;
      return;
    }
    default:
      reader.readNode();
  }
}

const isDelimiter = (byte: number): boolean =>
  byte === OPEN_PAREN ||
  byte === CLOSE_PAREN ||
  byte === OPEN_BRACKET ||
  byte === OPEN_BRACE ||
  byte === QUOTE;

/** `[HEADER.FIELDS (…)]` or `[]`, possibly `<0>`, then the bytes; every `HEADER…` is one, nobody asks for two. */
function readSection(reader: NodeReader, name: string, message: Fields): void {
  const { bytes } = reader;
  const isSource = bytes[reader.at + 1] === 0x5d;
  const isHeader = bytes.toString('latin1', reader.at + 1, reader.at + 7).toUpperCase() === 'HEADER';
  skipSection(reader);
  reader.skipSpaces();
  const value = readBytes(reader);
  if (name !== 'BODY') return;
  if (isSource) message.source = value;
  else if (isHeader) message.header = value;
}

function skipSection(reader: NodeReader): void {
  const { bytes } = reader;
  let at = reader.at + 1;
  for (let quoted = false; quoted || bytes[at] !== 0x5d; at += 1) {
    if (at >= bytes.length) throw new UnreadableResponse('a section without an end');
    if (bytes[at] === QUOTE) quoted = !quoted;
  }
  at += 1;
  if (bytes[at] === 0x3c) while (at < bytes.length && (bytes[at] ?? 0) > SPACE) at += 1;
  reader.at = at;
}

/** A literal, or the quoted string some servers send in its place. */
function readBytes(reader: NodeReader): Buffer | null {
  if (reader.bytes[reader.at] === OPEN_BRACE) return reader.readLiteral();
  const raw = rawOf(reader.readNode());
  return typeof raw === 'string' ? Buffer.from(raw) : raw;
}

/** Digits; null for anything else, which is passed over. */
function readNumber(reader: NodeReader): number | null {
  const { bytes } = reader;
  let value = 0;
  let at = reader.at;
  for (let byte = bytes[at] ?? 0; byte >= 0x30 && byte <= 0x39; byte = bytes[at] ?? 0) {
    value = value * 10 + byte - 0x30;
    at += 1;
  }
  const end = bytes[at];
  if (at > reader.at && at - reader.at <= 15 && (end === SPACE || end === CLOSE_PAREN)) {
    reader.at = at;
    return value;
  }
  reader.readNode();
  return null;
}

/** `(123)`; some servers leave the parentheses out. */
function readModseq(reader: NodeReader): string | null {
  const node = reader.readNode();
  const value = rawOf(isList(node) ? node[0] : node)?.toString() ?? '';
  return /^\d{1,20}$/.test(value) ? value : null;
}

function readFlagList(reader: NodeReader): readonly string[] | null {
  const node = reader.readNode();
  if (!isList(node)) return null;
  return node.map((flag) => rawOf(flag)?.toString() ?? '').filter((flag) => flag !== '');
}
