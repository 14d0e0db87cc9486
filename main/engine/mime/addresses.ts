import type { Address } from '../../../preload/contract/index.ts';
import { noReading, type Reading } from './charsets.ts';
import { decodeHeaderText } from './decodeWords.ts';
import { readSimpleAddresses } from './simpleAddresses.ts';

const MAX_ADDRESSES = 5000;
const MAX_LENGTH = 2000;
/** What opens and does not close within this many characters is no quotation and no address. */
const MAX_SPAN = 2000;
const MAX_LITERAL = 100;

/** Stands for a blank in a quoted local part while words are told apart. */
const QUOTED_BLANK = '\u0000';
const COMMENT = /\([^()]*(?:\([^()]*\)[^()]*)*\)/g;
/** What has been read of one mailbox; pieces keep their encoded words until the structure is known. */
interface Draft {
  phrase: string;
  /** The phrase without its quoted strings: only there can a bare address stand. */
  bare: string;
  comment: string;
  angle: string | null;
  /** Noted as it grows: asking each time would make long fields slow. */
  isBlank: boolean;
  /** What follows the brackets. */
  after: string;
}

const empty = (): Draft => ({ phrase: '', bare: '', comment: '', angle: null, isBlank: true, after: '' });

/**
 * The mailboxes of an address field, groups opened (RFC 5322 section 3.4), from text whose encoded words are not yet
 * resolved: structure first, words second, so that an encoded `<` never makes an address. What has no address keeps
 * its name; missing brackets and quotes cost no other mailbox. Of several bracketed addresses the last counts, as the
 * grammar has it at the end, and the others stay in the name, where a person sees them.
 */
export function parseAddresses(field: string, reading = noReading): Address[] {
  return readSimpleAddresses(field, (name) => displayName(name, reading)) ?? readMailboxes(field, reading);
}

/** By the whole grammar, and what people write in its place. */
export function readMailboxes(field: string, reading = noReading): Address[] {
  const text = beforeBareReturn(field);
  const found: Address[] = [];
  let draft = empty();
  let drafts = 0;
  const push = (): void => {
    const address = finish(draft, reading);
    if (address !== null && found.length < MAX_ADDRESSES) found.push(address);
    draft = empty();
    drafts += 1;
  };
  for (let at = 0; at < text.length && drafts < 2 * MAX_ADDRESSES; at += 1) {
    const char = text[at] ?? '';
    if (char === '"') {
      const close = endOfQuoted(text, at);
      const inner = text.slice(at + 1, close).replace(/\\(.)/gs, '$1');
      const isLocalPart = text[close + 1] === '@' && draft.isBlank;
      draft.phrase += isLocalPart ? text.slice(at, close + 1) : inner;
      if (isLocalPart) draft.bare += text.slice(at, close + 1).replace(/\s/g, QUOTED_BLANK);
      draft.isBlank = false;
      at = close;
    } else if (char === '(') {
      const close = endOfComment(text, at);
      const comment = text.slice(at + 1, close).replaceAll('"', '');
      draft.comment += `${draft.comment === '' ? '' : ' '}${comment}`;
      draft.phrase += ` (${comment}) `;
      draft.bare += ' ';
      at = close;
    } else if (char === '<') {
      const close = endOfAngle(text, at);
      const inner = innermost(text.slice(at + 1, close));
      draft.phrase += draft.after;
      draft.after = '';
      if (draft.angle !== null && draft.angle.trim() !== '') {
        draft.phrase = `${draft.phrase.trimEnd()} <${draft.angle}> `;
        draft.isBlank = false;
      }
      if (draft.angle === null || inner.trim() !== '') draft.angle = inner;
      at = text[close] === '>' ? close : close - 1;
    } else if (char === '[') {
      // A literal (RFC 5321 section 4.1.3) may hold colons.
      const close = text.slice(at, at + MAX_LITERAL).indexOf(']');
      const literal = close < 0 ? char : text.slice(at, at + close + 1);
      draft.phrase += literal;
      draft.bare += literal;
      draft.isBlank = false;
      at += literal.length - 1;
    } else if (char === ',' || char === ';') push();
    // The name of a group, whatever it looks like: an address before the colon is no mailbox.
    else if (char === ':') draft = empty();
    else {
      if (draft.angle === null) draft.phrase += char;
      else draft.after += char;
      draft.bare += char;
      if (char !== ' ' && char !== '\t') draft.isBlank = false;
    }
  }
  push();
  return found;
}

/** A carriage return alone ends no line; what follows one was put there to be taken for another field. */
const beforeBareReturn = (field: string): string =>
  field.split('\r').find((piece) => piece.trim() !== '') ?? '';

function displayName(text: string, reading: Reading): string {
  const trimmed = text.replace(/\s+/g, ' ').replace(/^ | $/g, '');
  return trimmed === '' ? '' : decodeHeaderText(trimmed, MAX_LENGTH, reading);
}

function finish({ phrase, bare, comment, angle, after }: Draft, reading: Reading): Address | null {
  const display = (text: string): string => displayName(text, reading);
  // Comments belong to a name that has more than them, and are the name where there is no other.
  const isName = phrase.replace(COMMENT, '').trim() !== '';
  if (angle !== null && angle.trim() !== '') {
    const address = cleanAddress(angle);
    // A name may follow the brackets; an address there was put there to be taken for the sender's.
    const named = isName ? phrase : after.includes('@') ? '' : after;
    const name = display(named) || display(comment);
    return address === '' && name === '' ? null : { name, address };
  }
  const found = bare.split(/\s+/).find((piece) => piece.includes('@') && !piece.startsWith('=?'));
  if (found !== undefined) {
    const word = found.replaceAll(QUOTED_BLANK, ' ');
    const rest = phrase.replace(word, ' ');
    const name = display(rest.replace(COMMENT, '').trim() === '' ? '' : rest) || display(comment);
    return { name, address: cleanAddress(word) };
  }
  const name = display(isName ? phrase : comment);
  return name === '' ? null : { name, address: '' };
}

/**
 * Without a source route (RFC 5322 section 4.4), comments and the blanks beside dots and `@`; an encoded word in it is
 * resolved. A local part that is none without quotes gets them: `<a@b|c@d.test>` is one address at d.test.
 */
function cleanAddress(text: string): string {
  const routed = text.replace(/^\s*@[^:]*:/, '').replace(/\([^()]*\)/g, '');
  const whole = decodeHeaderText(routed, MAX_LENGTH)
    .replace(/\s*([@.])\s*/g, '$1')
    .replace(/^mailto:/i, '')
    .trim();
  const at = whole.lastIndexOf('@');
  if (at < 0) return whole.replace(/\s+/g, '');
  const local = whole
    .slice(0, at)
    .replace(/\\(.)/gs, (pair, char: string) => (/["\\]/.test(char) ? pair : char));
  const needsQuotes = /[\s@]/.test(local) && !/^".*"$/s.test(local);
  return `${needsQuotes ? `"${local.replace(/["\\]/g, '\\$&')}"` : local}@${whole.slice(at + 1).replace(/\s+/g, '')}`;
}

/** Where the closing quote stands; without one the quote itself is all there is. */
function endOfQuoted(text: string, open: number): number {
  const limit = Math.min(text.length, open + MAX_SPAN);
  for (let at = open + 1; at < limit; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return open;
}

/** What follows the last opening bracket: `< <a@b.test>` was typed in haste. */
const innermost = (inner: string): string =>
  inner.includes('"') ? inner : inner.slice(inner.lastIndexOf('<') + 1);

function endOfComment(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')' && (depth -= 1) === 0) return at;
  }
  return text.length;
}

/** Where `>` stands; without one the comma, the semicolon or the end that closes the mailbox. */
function endOfAngle(text: string, open: number): number {
  const limit = Math.min(text.length, open + MAX_SPAN);
  for (let at = open + 1; at < limit; at += 1) {
    if (text[at] === '"') at = endOfQuoted(text, at);
    else if (text[at] === '>') return at;
  }
  const after = text.slice(open).search(/[,;]/);
  return after < 0 ? text.length : open + after;
}
