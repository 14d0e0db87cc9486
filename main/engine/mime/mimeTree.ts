import { endOfLine, lineText, readHeaderBlock, type HeaderField } from './headerFields.ts';
import type { Reading } from './charsets.ts';
import { readParameterField, type ParameterField } from './parameters.ts';
import { decodeTransfer, transferEncodingOf } from './transferEncoding.ts';

/** One entity of a message (RFC 2045 section 2.4). Bodies stay as they lie in `source` until somebody asks. */
export interface MimePart {
  /** As IMAP numbers it (RFC 3501 section 6.4.5); empty for a message's own root. */
  readonly section: string;
  readonly fields: readonly HeaderField[];
  readonly type: string;
  readonly typeParameters: ReadonlyMap<string, string>;
  /** Lower case; empty when none is given. */
  readonly disposition: string;
  /** Empty when none is given. Raw 8-bit bytes in it are guessed from themselves alone: see `fileNameOf`. */
  readonly fileName: string;
  readonly encoding: string;
  readonly source: Buffer;
  readonly bodyStart: number;
  bodyEnd: number;
  readonly children: MimePart[];
  readonly parent: MimePart | null;
}

export interface MimeTree {
  readonly root: MimePart;
  /** A limit cut it: parts or depth. */
  readonly isCut: boolean;
}

/** Section numbers of the contract hold this many levels. */
const MAX_DEPTH = 28;
const MAX_PARTS = 3000;

interface Budget {
  parts: number;
  isCut: boolean;
}

/**
 * The structure of a message, by one pass over its delimiter lines (RFC 2046 section 5.1). An outer delimiter closes
 * what is open inside; a delimiter may be followed by blanks; the first of several fields counts. Never throws.
 */
export function readMimeTree(source: Buffer): MimeTree {
  const budget: Budget = { parts: MAX_PARTS, isCut: false };
  const root = readEntity(source, null, '', budget);
  return { root, isCut: budget.isCut };
}

interface OpenMultipart {
  readonly part: MimePart;
  readonly boundary: string;
}

function readEntity(source: Buffer, parent: MimePart | null, section: string, budget: Budget): MimePart {
  const open: OpenMultipart[] = [];
  const depthBefore = depthOf(parent);
  const delimiterAt = (start: number, lineEnd: number): { level: number; closes: boolean } | null => {
    if (open.length === 0 || lineEnd - start > 1000) return null;
    const line = lineText(source, start, lineEnd)
      .replace(/[ \t]+$/, '')
      .slice(2);
    const exact = open.findIndex(({ boundary }) => boundary === line);
    if (exact >= 0) return { level: exact, closes: false };
    if (!line.endsWith('--')) return null;
    const closing = open.findIndex(({ boundary }) => boundary === line.slice(0, -2));
    return closing >= 0 ? { level: closing, closes: true } : null;
  };
  const begin = (start: number, own: MimePart | null, ownSection: string): MimePart => {
    const { fields, bodyStart } = readHeaderBlock(
      source,
      start,
      source.length,
      (lineStart, lineEnd) => source[lineStart + 1] === 0x2d && delimiterAt(lineStart, lineEnd) !== null,
    );
    const part = describe(source, fields, bodyStart, own, ownSection);
    const boundary = part.type.startsWith('multipart/') ? part.typeParameters.get('boundary') : undefined;
    if (boundary !== undefined && boundary !== '') {
      if (open.length + depthBefore >= MAX_DEPTH) budget.isCut = true;
      else open.push({ part, boundary: boundary.trimEnd() });
    }
    return part;
  };

  const root = begin(0, parent, section);
  let leaf: MimePart | null = root;
  let at = root.bodyStart;
  while (open.length > 0) {
    const line = nextDashLine(source, at);
    if (line < 0) break;
    const lineEnd = endOfLine(source, line, source.length);
    at = lineEnd;
    const delimiter = delimiterAt(line, lineEnd);
    if (delimiter === null) continue;
    const bodyEnd = beforeLineEnd(source, line);
    closeTo(leaf, open, delimiter.level, bodyEnd);
    leaf = null;
    const owner = open[delimiter.level]?.part;
    if (delimiter.closes) open.length = delimiter.level;
    else if (owner !== undefined) {
      open.length = delimiter.level + 1;
      if ((budget.parts -= 1) < 0) {
        budget.isCut = true;
        break;
      }
      const number = String(owner.children.length + 1);
      leaf = begin(lineEnd, owner, owner.section === '' ? number : `${owner.section}.${number}`);
      owner.children.push(leaf);
      // The delimiter that ends an empty part has not been consumed by its header block.
      at = leaf.bodyStart;
    }
  }
  for (const part of leaves(root)) openEmbedded(part, budget);
  return root;
}

function describe(
  source: Buffer,
  fields: readonly HeaderField[],
  bodyStart: number,
  parent: MimePart | null,
  section: string,
): MimePart {
  const first = (key: string): string => fields.find((field) => field.key === key)?.value ?? '';
  const { value, parameters } = readParameterField(first('content-type'));
  const disposition = readParameterField(first('content-disposition'));
  const fallback = parent?.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  return {
    section,
    fields,
    type: mediaType(value, fallback, parameters.has('name')),
    typeParameters: parameters,
    disposition: disposition.value,
    fileName: nameIn(disposition, { value, parameters }),
    encoding: transferEncodingOf(first('content-transfer-encoding')),
    source,
    bodyStart,
    bodyEnd: source.length,
    children: [],
    parent,
  };
}

const nameIn = (disposition: ParameterField, type: ParameterField): string =>
  disposition.parameters.get('filename') || type.parameters.get('name') || '';

/** A part's file name as the rest of its message suggests to read it. */
export function fileNameOf(part: MimePart, reading: Reading): string {
  const first = (key: string): string => part.fields.find((field) => field.key === key)?.value ?? '';
  const [disposition, type] = [first('content-disposition'), first('content-type')];
  // eslint-disable-next-line no-control-regex -- SO and ESC begin ISO-2022 text
  if (reading.chosen === '' && !/[\x0e\x1b\x80-\xff]|~\{/.test(disposition + type)) return part.fileName;
  return nameIn(readParameterField(disposition, reading), readParameterField(type, reading));
}

/** A part's charset label; empty when it has none. */
export const charsetOf = (part: MimePart): string => part.typeParameters.get('charset') ?? '';

/** A type without a subtype says nothing (RFC 2045 section 5.2): text, unless it has a file's name. */
function mediaType(value: string, fallback: string, isNamed: boolean): string {
  const whole = /^[^\s/;,]+\/[^\s/;,]+/.exec(value)?.[0];
  if (whole !== undefined) return whole.slice(0, 255);
  if (value === '') return fallback;
  if (value === 'html' || value === 'plain') return `text/${value}`;
  return isNamed && value !== 'text' ? 'application/octet-stream' : 'text/plain';
}

/**
 * An attached message is read as part of this one, unless its sender wants it apart (`attachment`) or it is the
 * original that a report returns.
 */
function openEmbedded(part: MimePart, budget: Budget): void {
  if (!isEmbeddedMessage(part) || depthOf(part) >= MAX_DEPTH) return;
  const body = decodeTransfer(bodyOf(part), part.encoding);
  const inner = readEntity(body, part, part.section, budget);
  part.children.push(inner);
}

export const isEmbeddedMessage = (part: MimePart): boolean =>
  (part.type === 'message/rfc822' || part.type === 'message/global') &&
  part.disposition !== 'attachment' &&
  part.parent?.type !== 'multipart/report';

export const isMultipart = (part: MimePart): boolean => part.type.startsWith('multipart/');

/** The body as it lies there, still encoded. */
export const bodyOf = (part: MimePart): Buffer =>
  part.source.subarray(part.bodyStart, Math.max(part.bodyStart, part.bodyEnd));

export const decodedBody = (part: MimePart): Buffer => decodeTransfer(bodyOf(part), part.encoding);

/** The parts without parts, in order of appearance; an opened message counts by its own leaves. */
export function leaves(part: MimePart): MimePart[] {
  return part.children.length === 0 ? [part] : part.children.flatMap(leaves);
}

function closeTo(
  leaf: MimePart | null,
  open: readonly OpenMultipart[],
  level: number,
  bodyEnd: number,
): void {
  if (leaf !== null) leaf.bodyEnd = bodyEnd;
  for (const { part } of open.slice(level + 1)) part.bodyEnd = bodyEnd;
}

function depthOf(part: MimePart | null): number {
  let depth = 0;
  for (let at = part; at !== null; at = at.parent) depth += 1;
  return depth;
}

/** Where the next line that begins with `--` begins. */
function nextDashLine(source: Buffer, from: number): number {
  if (source[from] === 0x2d && source[from + 1] === 0x2d && (from === 0 || source[from - 1] === 0x0a))
    return from;
  const found = source.indexOf('\n--', Math.max(0, from - 1), 'latin1');
  return found < 0 ? -1 : found + 1;
}

/** The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1). */
function beforeLineEnd(source: Buffer, lineStart: number): number {
  let end = lineStart;
  if (source[end - 1] === 0x0a) end -= 1;
  if (source[end - 1] === 0x0d) end -= 1;
  return end;
}
