/**
 * One header field. `value` is a byte string (each char is one byte, latin1), unfolded, without outer blanks;
 * `start`..`end` are its offsets in the source including folds and the line end.
 */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const LF = 0x0a;

const endOfLine = (source: Buffer, from: number, limit: number): number => {
  const at = source.indexOf(LF, from);
  return at === -1 || at >= limit ? limit : at + 1;
};

const isBlankLine = (source: Buffer, from: number, end: number): boolean => {
  const length = end - from;
  return (
    (length === 1 && source[from] === LF) ||
    (length === 2 && source[from] === 0x0d && source[from + 1] === LF)
  );
};

const isFold = (source: Buffer, at: number): boolean => source[at] === 0x20 || source[at] === 0x09;

/**
 * Splits a header (RFC 5322 section 2.2) without decoding it. `bodyStart` is the first offset after the blank
 * line, or `limit` where there is none. Lines that are no field are skipped.
 */
export const parseHeader = (
  source: Buffer,
  start: number,
  limit: number,
): { readonly fields: readonly HeaderField[]; readonly bodyStart: number } => {
  const fields: HeaderField[] = [];
  let at = start;
  while (at < limit) {
    let end = endOfLine(source, at, limit);
    if (isBlankLine(source, at, end)) return { fields, bodyStart: end };
    while (end < limit && isFold(source, end) && !isBlankLine(source, end, endOfLine(source, end, limit))) {
      end = endOfLine(source, end, limit);
    }
    const text = source.toString('latin1', at, end);
    const colon = text.indexOf(':');
    if (colon > 0) {
      const value = text.slice(colon + 1).replace(/\r?\n/g, '');
      fields.push({ name: text.slice(0, colon).trim(), value: value.trim(), start: at, end });
    }
    at = end;
  }
  return { fields, bodyStart: limit };
};

/** The first field of that name, compared without case, or undefined. */
export const fieldValue = (fields: readonly HeaderField[], name: string): string | undefined => {
  const wanted = name.toLowerCase();
  return fields.find((field) => field.name.toLowerCase() === wanted)?.value;
};
