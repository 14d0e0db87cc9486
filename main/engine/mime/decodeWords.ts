import { resolveCharset, sameCharset } from './charsetLabels.ts';
import { decodeText, noReading, type Reading } from './charsets.ts';

const ENCODED_WORD = /=\?([^?\s]{1,60})\?([bq])\?([^?]*)\?=/gi;
/** White space between two encoded words is no text (RFC 2047 section 6.2). */
const BETWEEN = /(\?=)[ \t\r\n]+(?==\?[^?\s]{1,60}\?[bq]\?)/gi;
/** An encoded word that may have raw bytes in it, which are meant in the word's own charset. */
const Q_WORD = /(=\?[^?\s]{1,60}\?q\?)([^?]*)(?=\?=)/gi;

/**
 * A field's byte string as text, encoded words left as they are: raw 8-bit bytes and ISO-2022 escapes are decoded by
 * what they look like, `reading` deciding where several fit.
 */
export function headerString(bytes: string, reading = noReading): string {
  // eslint-disable-next-line no-control-regex -- ESC begins ISO-2022 text
  if (!/[\x0e\x1b\x80-\xff]|~\{/.test(bytes)) return bytes;
  const safe = bytes.replace(Q_WORD, (_whole, head: string, data: string) => head + escapeRaw(data));
  // eslint-disable-next-line no-control-regex -- as above
  if (!/[\x0e\x1b\x80-\xff]|~\{/.test(safe)) return safe;
  // No field is written in a charset that is not a superset of ASCII.
  const likely = /^(utf|ucs)-?(2|4|16|32)/i.test(reading.likely) ? '' : reading.likely;
  return decodeText(Buffer.from(safe, 'latin1'), '', { ...reading, likely });
}

const escapeRaw = (data: string): string =>
  data.replace(/[\x80-\xff]/g, (char) => `=${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** A header's text for people: raw bytes decoded, encoded words (RFC 2047) resolved, folding and controls gone. */
export function decodeHeaderText(value: string | Buffer, maxLength: number, reading = noReading): string {
  const text =
    typeof value === 'string' ? value : headerString(value.toString('latin1', 0, maxLength * 12), reading);
  return (
    decodeWords(text.slice(0, maxLength * 12), reading)
      // Control characters have no place in one line of a list.
      // eslint-disable-next-line no-control-regex -- they are what is removed
      .replace(/[\u0000-\u001f\u007f]+/g, ' ')
      .trim()
      .slice(0, maxLength)
  );
}

/** Text straight from a field's byte string. */
export const decodeField = (bytes: string, maxLength: number, reading = noReading): string =>
  decodeHeaderText(headerString(bytes.slice(0, maxLength * 12), reading), maxLength, reading);

interface Run {
  readonly charset: string;
  /** Decoded pieces; the last one's base64 may be held back, cut inside a group of four. */
  readonly bytes: Buffer[];
  pendingBase64: string;
}

/**
 * Resolves encoded words. Adjacent ones of one charset are one byte sequence: characters, and even base64 groups,
 * may be cut between them, which RFC 2047 forbids and mailers do.
 */
export function decodeWords(text: string, reading = noReading): string {
  if (!text.includes('=?')) return text;
  const joined = text.replace(BETWEEN, '$1');
  let run: Run | null = null;
  let result = '';
  let at = 0;
  for (const match of joined.matchAll(ENCODED_WORD)) {
    const [whole, charset = '', encoding = '', data = ''] = match;
    if (run !== null && (match.index > at || !sameCharset(run.charset, charset))) {
      result += finish(run, reading);
      run = null;
    }
    result += joined.slice(at, match.index);
    at = match.index + whole.length;
    run ??= { charset, bytes: [], pendingBase64: '' };
    if (encoding.toLowerCase() === 'b') addBase64(run, data);
    else {
      flushBase64(run);
      run.bytes.push(decodeQ(data));
    }
  }
  if (run !== null) result += finish(run, reading);
  return result + joined.slice(at);
}

function addBase64(run: Run, data: string): void {
  const isPadded = data.trimEnd().endsWith('=');
  // Padding belongs at the end; inside it is somebody's slip and ends nothing.
  const whole = run.pendingBase64 + data.replace(/[\s=]+/g, '');
  run.pendingBase64 = '';
  const spare = isPadded ? 0 : whole.length % 4;
  run.bytes.push(Buffer.from(whole.slice(0, whole.length - spare), 'base64'));
  run.pendingBase64 = whole.slice(whole.length - spare);
}

function flushBase64(run: Run): void {
  if (run.pendingBase64 !== '') run.bytes.push(Buffer.from(run.pendingBase64, 'base64'));
  run.pendingBase64 = '';
}

function finish(run: Run, reading: Reading): string {
  flushBase64(run);
  return decodeText(Buffer.concat(run.bytes), run.charset, readingOfWord(run.charset, reading));
}

/** The person's choice is for what mislabels itself: a word that names a charset nobody falls back on means it. */
const readingOfWord = (label: string, reading: Reading): Reading =>
  ['', 'utf-8', 'windows-1252'].includes(resolveCharset(label)) ? reading : { ...reading, chosen: '' };

/** The Q encoding (RFC 2047 section 4.2). */
function decodeQ(data: string): Buffer {
  if (/[\u0100-\uffff]/.test(data)) data = Buffer.from(data, 'utf8').toString('latin1');
  return Buffer.from(
    data
      .replace(/_/g, ' ')
      .replace(/=([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
