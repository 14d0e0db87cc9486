import { fieldValue, parseHeader, type HeaderField } from './parseHeader.ts';
import { parameter, parseParameters, type Parameterised } from './parseParameters.ts';

/** One MIME entity, as offsets into the source, so that BODY[1.2] gives exactly the bytes that were stored. */
export interface MimeNode {
  /** The header is `headerStart`..`bodyStart` (blank line included), the body `bodyStart`..`bodyEnd`. */
  readonly headerStart: number;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  readonly fields: readonly HeaderField[];
  /** Lower case, e.g. `text/plain`. */
  readonly mediaType: string;
  readonly contentType: Parameterised;
  /** The parts of a multipart; empty for everything else. */
  readonly children: readonly MimeNode[];
  /** The message inside a message/rfc822. */
  readonly embedded: MimeNode | undefined;
}

/** Deeper nesting or more parts than this is treated as opaque: a hostile message must not cost a stack. */
const MAX_DEPTH = 20;
const MAX_PARTS = 1000;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The ranges between boundary lines (RFC 2046 section 5.1.1). The line end before a boundary belongs to the boundary. */
const splitMultipart = (source: Buffer, body: Range, boundary: string): Range[] => {
  const marker = Buffer.from(`--${boundary}`, 'latin1');
  const parts: Range[] = [];
  let partStart: number | undefined;
  let at = source.indexOf(marker, body.start);
  while (at !== -1 && at + marker.length <= body.end && parts.length < MAX_PARTS) {
    const atLineStart = at === body.start || source[at - 1] === 0x0a;
    const lineEndAt = source.indexOf(0x0a, at);
    const lineEnd = lineEndAt === -1 || lineEndAt >= body.end ? body.end : lineEndAt + 1;
    // Read only at a line start: a line full of markers must not be read once for each.
    const tail = atLineStart ? source.toString('latin1', at + marker.length, lineEnd).trimEnd() : undefined;
    if (tail === '' || tail === '--') {
      if (partStart !== undefined) {
        let end = at;
        if (end > partStart && source[end - 1] === 0x0a) end -= 1;
        if (end > partStart && source[end - 1] === 0x0d) end -= 1;
        parts.push({ start: partStart, end });
      }
      partStart = tail === '--' ? undefined : lineEnd;
      if (tail === '--') return parts;
    }
    at = source.indexOf(marker, at + marker.length);
  }
  if (partStart !== undefined && partStart < body.end) parts.push({ start: partStart, end: body.end });
  return parts;
};

const parseEntity = (source: Buffer, range: Range, defaultType: string, depth: number): MimeNode => {
  const { fields, bodyStart } = parseHeader(source, range.start, range.end);
  const written = parseParameters(fieldValue(fields, 'content-type') ?? '');
  const valid = /^[^\s/]+\/[^\s/]+$/.test(written.value);
  const contentType = valid ? written : { value: defaultType, parameters: [] };
  const mediaType = contentType.value.toLowerCase();
  const body = { start: bodyStart, end: range.end };
  const boundary = parameter(contentType, 'boundary');
  const inner = mediaType === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  const ranges =
    mediaType.startsWith('multipart/') && boundary !== undefined && boundary !== '' && depth < MAX_DEPTH
      ? splitMultipart(source, body, boundary)
      : [];
  return {
    headerStart: range.start,
    bodyStart,
    bodyEnd: range.end,
    fields,
    mediaType,
    contentType,
    children: ranges.map((part) => parseEntity(source, part, inner, depth + 1)),
    embedded:
      mediaType === 'message/rfc822' && depth < MAX_DEPTH
        ? parseEntity(source, body, 'text/plain', depth + 1)
        : undefined,
  };
};

/** The tree of a whole message. Never throws: what does not parse is a leaf. */
export const parseMimeTree = (source: Buffer): MimeNode =>
  parseEntity(source, { start: 0, end: source.length }, 'text/plain', 0);
