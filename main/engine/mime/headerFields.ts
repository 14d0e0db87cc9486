/** One field of a header block. Its value is a byte string (one char per byte), unfolded, not yet decoded. */
export interface HeaderField {
  /** As written. */
  readonly name: string;
  /** In lower case. */
  readonly key: string;
  readonly value: string;
}

export interface HeaderBlock {
  readonly fields: readonly HeaderField[];
  /** Where the body begins: after the empty line, or at the first line that can be no header. */
  readonly bodyStart: number;
}

/** More fields than this are no mail any more; the rest of the block is skipped, not read. */
const MAX_FIELDS = 5000;
const MAX_VALUE = 1_000_000;
const FIELD = /^([\x21-\x39\x3b-\x7e]{1,200})[ \t]*:/;

/**
 * Reads the header block at `start` (RFC 5322 section 2.2). Lines end at LF; a CR alone ends none, so that nobody
 * hides a second From behind one. A stray line among fields is skipped when a field or the end of the block follows;
 * `isDelimiter` says which lines belong to the multipart around this block and end it.
 */
export function readHeaderBlock(
  bytes: Buffer,
  start: number,
  end: number,
  isDelimiter: (lineStart: number, lineEnd: number) => boolean,
): HeaderBlock {
  const fields: HeaderField[] = [];
  let at = start;
  let open: { name: string; value: string } | null = null;
  const close = (): void => {
    if (open !== null && fields.length < MAX_FIELDS)
      fields.push({ name: open.name, key: open.name.toLowerCase(), value: open.value.trim() });
    open = null;
  };
  while (at < end) {
    const lineEnd = endOfLine(bytes, at, end);
    if (bytes[at] === 0x2d && isDelimiter(at, lineEnd)) break;
    const line = lineText(bytes, at, lineEnd);
    if (line === '') {
      at = lineEnd;
      break;
    }
    const isContinuation = line.startsWith(' ') || line.startsWith('\t');
    const match = isContinuation ? null : FIELD.exec(line);
    if (isContinuation && open !== null) {
      // The line end goes, the white space stays (RFC 5322 section 2.2.3).
      const held = open as { value: string };
      if (held.value.length < MAX_VALUE) held.value += line;
    } else if (match !== null) {
      close();
      open = { name: match[1] ?? '', value: line.slice(match[0].length) };
    } else if (!isMailboxLine(line, at === start) && !isStrayLine(bytes, at, lineEnd, end)) break;
    at = lineEnd;
  }
  close();
  return { fields, bodyStart: at };
}

/** One past the LF of the line at `at`, or the end. */
export function endOfLine(bytes: Buffer, at: number, end: number): number {
  const lf = bytes.indexOf(0x0a, at);
  return lf < 0 || lf >= end ? end : lf + 1;
}

/** A line's bytes as a byte string without its line end. */
export function lineText(bytes: Buffer, start: number, lineEnd: number): string {
  let stop = lineEnd;
  if (stop > start && bytes[stop - 1] === 0x0a) stop -= 1;
  while (stop > start && bytes[stop - 1] === 0x0d) stop -= 1;
  return bytes.toString('latin1', start, stop);
}

/** Some programs hand over an mbox's "From " line with the message; it is no header (RFC 4155). */
const isMailboxLine = (line: string, isFirst: boolean): boolean => isFirst && /^>?From /.test(line);

function isStrayLine(bytes: Buffer, at: number, lineEnd: number, end: number): boolean {
  if (lineEnd >= end || at === lineEnd) return false;
  return FIELD.test(lineText(bytes, lineEnd, endOfLine(bytes, lineEnd, end)));
}
