import { decodeText, noReading, type Reading } from './charsets.ts';
import { decodeHeaderText, headerString } from './decodeWords.ts';

/** A structured field: `multipart/mixed; boundary=x` (RFC 2045 section 5.1, RFC 2183 section 2). */
export interface ParameterField {
  /** Lower case, without comments. */
  readonly value: string;
  /** Decoded, by lower-case name; the first of several wins. */
  readonly parameters: ReadonlyMap<string, string>;
}

const MAX_PARAMETERS = 400;
const MAX_VALUE = 2000;

/**
 * Reads a field with parameters from its byte string: quoted strings, RFC 2231 charsets and continuations,
 * encoded words where they may not be, raw 8-bit text, missing quotes and doubled semicolons.
 */
export function readParameterField(field: string, reading = noReading): ParameterField {
  const [first = '', ...rest] = splitAtSemicolons(
    withoutControls(headerString(field.slice(0, 100_000), reading)),
  );
  const raw = new Map<string, string>();
  for (const piece of rest.slice(0, MAX_PARAMETERS)) {
    const equals = piece.indexOf('=');
    if (equals < 0) continue;
    const name = piece.slice(0, equals).trim().toLowerCase();
    if (name !== '' && !raw.has(name)) raw.set(name, unquote(piece.slice(equals + 1)));
  }
  return { value: withoutComments(first).trim().toLowerCase(), parameters: decodeParameters(raw, reading) };
}

/** Joins and decodes `name*`, `name*0`, `name*1*` … (RFC 2231 sections 3 and 4); plain values may hold encoded words. */
export function decodeParameters(
  raw: ReadonlyMap<string, string>,
  reading = noReading,
): ReadonlyMap<string, string> {
  const decoded = new Map<string, string>();
  const bases = new Set([...raw.keys()].map((key) => key.replace(/\*.*$/, '')));
  for (const base of bases) {
    const text =
      readExtended(raw, base, reading) ?? decodeHeaderText(raw.get(base) ?? '', MAX_VALUE, reading);
    decoded.set(base, text.slice(0, MAX_VALUE));
  }
  return decoded;
}

function readExtended(raw: ReadonlyMap<string, string>, base: string, reading: Reading): string | null {
  const whole = raw.get(`${base}*`);
  const pieces: { readonly text: string; readonly isEncoded: boolean }[] = [];
  if (whole !== undefined) pieces.push({ text: whole, isEncoded: true });
  else
    for (let part = 0; part < 200; part += 1) {
      const encoded = raw.get(`${base}*${part}*`);
      const text = encoded ?? raw.get(`${base}*${part}`);
      if (text === undefined) break;
      pieces.push({ text, isEncoded: encoded !== undefined });
    }
  const first = pieces[0];
  if (first === undefined) return null;
  // Without any encoded piece it is a plain value cut in slices, and may be encoded words cut in slices.
  if (pieces.every(({ isEncoded }) => !isEncoded))
    return decodeHeaderText(pieces.map(({ text }) => text).join(''), MAX_VALUE, reading);
  const head = first.isEncoded ? /^([^']*)'[^']*'(.*)$/s.exec(first.text) : null;
  const bytes = pieces.map(({ text, isEncoded }, index) => {
    const own = index === 0 && head !== null ? (head[2] ?? '') : text;
    return isEncoded ? percentDecode(own) : Buffer.from(own, 'utf8');
  });
  const text = decodeText(Buffer.concat(bytes), head?.[1] ?? '', reading);
  return text.includes('=?') ? decodeHeaderText(text, MAX_VALUE, reading) : text;
}

const percentDecode = (text: string): Buffer =>
  Buffer.from(
    Buffer.from(text, 'utf8')
      .toString('latin1')
      .replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** Splits at semicolons outside quotes; a quote that never closes ends at the next semicolon. */
function splitAtSemicolons(text: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  let mayQuote = true;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"' && mayQuote) {
      const close = closingQuote(text, at);
      if (close > 0) at = close;
      // No later quote closes either: looking again each time would take the square of the length.
      else mayQuote = false;
    } else if (char === ';') {
      pieces.push(text.slice(from, at));
      from = at + 1;
    }
  }
  pieces.push(text.slice(from));
  return pieces;
}

function closingQuote(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return -1;
}

function unquote(text: string): string {
  const value = text.trim();
  if (!value.startsWith('"')) return withoutComments(value).trim();
  const close = closingQuote(value, 0);
  const inner = value.slice(1, close < 0 ? undefined : close).replace(close < 0 ? /\\$/ : /$^/, '');
  // A Windows path in a file name loses its back slashes otherwise: there only quotes and back slashes are escaped.
  return inner.replace(/^(?:[a-z]:|\\)\\/i.test(inner) ? /\\(["\\])/g : /\\(.)/g, '$1');
}

/** Without control characters but tabs; in a file name they are nothing but tricks. ESC begins ISO-2022 text. */
const withoutControls = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- they are what is removed
  text.replace(/[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f]/g, '');

/** Brackets that stick to a word are part of it: `report(1).pdf` without its quotes. */
const withoutComments = (text: string): string =>
  text.includes('(') ? text.replace(/(^|\s)\([^()]{0,500}\)(?=\s|$)/g, '$1') : text;
