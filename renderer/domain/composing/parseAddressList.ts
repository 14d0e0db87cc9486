import type { Address } from '../../../preload/contract/index.ts';

/** No one types more than this; a pasted spreadsheet beyond it is cut, not hung on. */
const MAX_LENGTH = 200_000;
const MAX_ADDRESSES = 1000;

/**
 * Reads a typed or pasted list of mailboxes (RFC 5322 section 3.4): `"Kim, Minsu" <a@b.kr>; c@d, 김민수 <e@f>`.
 * Separators are comma, semicolon, line end and the full-width forms of Korean and Chinese keyboards, outside quotes,
 * brackets and comments. A group (`team: a@b, c@d;`) gives its members. Bare addresses may be parted by spaces.
 * Nothing is thrown away: a piece that is no address comes back with its text as `address`, for the person to mend.
 */
export function parseAddressList(text: string): Address[] {
  return splitMailboxes(text.slice(0, MAX_LENGTH)).flatMap(readPiece).slice(0, MAX_ADDRESSES);
}

function splitMailboxes(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let quoted = false;
  let angle = false;
  let comments = 0;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (quoted) {
      piece += char;
      if (char === '\\') piece += text.charAt((i += 1));
      else if (char === '"') quoted = false;
      continue;
    }
    if (char === '"' && closesLater(text, i)) quoted = true;
    else if (char === '(') comments += 1;
    else if (char === ')') comments = Math.max(0, comments - 1);
    else if (char === '<') angle = true;
    else if (char === '>') angle = false;
    const isLineEnd = char === '\n' || char === '\r';
    // A line end closes what was left open: one broken line must not swallow the rest of a pasted list.
    if (isLineEnd || (/[,;，；、]/u.test(char) && !angle && comments === 0)) {
      pieces.push(piece);
      piece = '';
      angle = false;
      comments = 0;
    } else if (char === ':' && !angle && comments === 0 && isGroupName(piece)) {
      piece = '';
    } else piece += char;
  }
  pieces.push(piece);
  return pieces.map((one) => one.trim()).filter((one) => one !== '');
}

function closesLater(text: string, from: number): boolean {
  for (let i = from + 1; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (char === '\\') i += 1;
    else if (char === '"') return true;
    else if (char === '\n') return false;
  }
  return false;
}

const isGroupName = (text: string): boolean => text.trim() !== '' && !/[@<"]|^mailto$/iu.test(text.trim());

/** The last opening bracket outside quotes; -1 when there is none. */
function lastAngle(text: string): number {
  const plain = text.replace(/"(?:[^"\\]|\\.)*"/gsu, (quoted) => '"'.repeat(quoted.length));
  return plain.lastIndexOf('<');
}

function readPiece(piece: string): Address[] {
  const text = piece.replace(/^mailto:/iu, '');
  const open = lastAngle(text);
  if (open !== -1) {
    const close = text.indexOf('>', open);
    const address = text.slice(open + 1, close === -1 ? undefined : close).trim();
    return [{ name: readName(text.slice(0, open)), address: address.replace(/^mailto:/iu, '') }];
  }
  const words = stripComments(text).trim().split(/\s+/u);
  if (words.length > 1 && words.every((word) => word.includes('@') && !word.includes('"')))
    return words.map((address) => ({ name: '', address }));
  const comment = /\(([^()]*)\)\s*$/u.exec(text)?.[1]?.trim() ?? '';
  const bare = stripComments(text).trim();
  return bare === '' ? [] : [{ name: comment, address: bare }];
}

/** Comments may nest, and what stands in quotes is none. */
function stripComments(text: string): string {
  let rest = '';
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (char === '\\' && (quoted || depth > 0)) {
      if (depth === 0) rest += text.slice(i, i + 2);
      i += 1;
      continue;
    }
    if (char === '"' && depth === 0) quoted = !quoted;
    if (char === '(' && !quoted) depth += 1;
    if (depth === 0) rest += char;
    if (char === ')' && !quoted && depth > 0) {
      depth -= 1;
      if (depth === 0) rest += ' ';
    }
  }
  // What never closes is no comment.
  return depth > 0 ? text : rest;
}

function readName(text: string): string {
  const trimmed = text.trim();
  const inner = /^"(.*)"$/su.exec(trimmed)?.[1] ?? /^'(.*)'$/su.exec(trimmed)?.[1];
  return (inner ?? trimmed).replace(/\\(.)/gu, '$1').replace(/\s+/gu, ' ').trim();
}
