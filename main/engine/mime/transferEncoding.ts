import { decodeUuencoded } from './uuencode.ts';

/** Undoes a Content-Transfer-Encoding (RFC 2045 section 6). Broken input gives what can be read; it never throws. */
export function decodeTransfer(body: Buffer, encoding: string): Buffer {
  switch (encoding) {
    case 'base64':
      return decodeBase64(body);
    case 'quoted-printable':
      return decodeQuotedPrintable(body);
    case 'x-uuencode':
    case 'uuencode':
    case 'x-uue':
    case 'uue':
      return decodeUuencoded(body) ?? body;
    default:
      return body;
  }
}

/** The mechanism a field names: lower case, without the comments and quotes some add. */
export const transferEncodingOf = (field: string): string =>
  field
    .toLowerCase()
    .replace(/\([^)]*\)/g, '')
    .replace(/["';\s]/g, '');

/** Base64 with foreign characters skipped, padding inside (several pieces joined) and none at the end. */
export function decodeBase64(body: Buffer): Buffer {
  const text = body.toString('latin1');
  if (!/=\s*[A-Za-z0-9+/]/.test(text)) return Buffer.from(text.replace(/[-_]/g, ''), 'base64');
  // Node stops at the first padding; what follows is another piece.
  return Buffer.concat(
    text
      .replace(/[^A-Za-z0-9+/=]/g, '')
      .split(/(?<==)(?!=)/)
      .map((piece) => Buffer.from(piece, 'base64')),
  );
}

/** How many bytes `decodeTransfer` gives, without making them where that is known from counting. */
export function decodedSize(body: Buffer, encoding: string): number {
  if (encoding !== 'base64') return decodeTransfer(body, encoding).length;
  let [size, run] = [0, 0];
  /** The first piece, which is all unless padding is followed by another one at once (`decodeBase64`). */
  let first = -1;
  let [isAfterPadding, hasMore] = [false, false];
  // By index: an iterator takes several times as long over 20 MB.
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (isBase64[byte] === 1) {
      hasMore ||= isAfterPadding;
      isAfterPadding = false;
      run += 1;
    } else if (byte === 0x3d) {
      size += Math.floor((run * 3) / 4);
      run = 0;
      if (first < 0) first = size;
      isAfterPadding = true;
    } else if (!isBlank(byte)) isAfterPadding = false;
  }
  return hasMore || first < 0 ? size + Math.floor((run * 3) / 4) : first;
}

const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0xa0;

const isBase64 = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

const hexValue = (byte: number | undefined): number => {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const upper = byte & 0xdf;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
};

/** Quoted-printable (RFC 2045 section 6.7): blanks at line ends go, `=` that escapes nothing stays. */
export function decodeQuotedPrintable(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(body.length);
  let length = 0;
  /** Where trailing blanks of the current line begin in `out`. */
  let solid = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte === 0x3d) {
      const soft = softBreak(body, at + 1);
      if (soft > 0) {
        at = soft - 1;
        solid = length;
        continue;
      }
      const [high, low] = [hexValue(body[at + 1]), hexValue(body[at + 2])];
      if (high >= 0 && low >= 0) {
        out[length++] = (high << 4) | low;
        at += 2;
        solid = length;
        continue;
      }
    }
    if (byte === 0x0a || (byte === 0x0d && body[at + 1] === 0x0a)) length = solid;
    out[length++] = byte;
    if (byte !== 0x20 && byte !== 0x09) solid = length;
  }
  return out.subarray(0, length);
}

/** One past the line end when only blanks stand between `at` and it (or the end of the body); else 0. */
function softBreak(body: Buffer, at: number): number {
  let next = at;
  while (body[next] === 0x20 || body[next] === 0x09) next += 1;
  if (body[next] === 0x0d) next += 1;
  if (body[next] === 0x0a) return next + 1;
  return next >= body.length ? body.length : 0;
}
