/** What is odd in the way an address field is written; each has been used to show one address and mean another. */
export type FieldTrick =
  /** A carriage return or another control character inside the field. */
  | 'controlCharacters'
  /** A quotation, bracket or comment that does not close. */
  | 'unclosed'
  /** More than one bracketed address in a mailbox, brackets inside brackets, or text after one. */
  | 'severalAddresses'
  /** More than one `@` in an address. */
  | 'severalAts'
  /** An encoded word where the address itself stands (RFC 2047 section 5 forbids it). */
  | 'encodedAddress'
  /** A quoted part before the `@` that reads as an address itself. */
  | 'quotedAddress'
  /** Group syntax (RFC 5322 section 3.4), which no mail program writes into From. */
  | 'group';

const MAX_LENGTH = 20_000;
const ENCODED_WORD = /=\?[^?\s]{1,60}\?[bq]\?[^?]*\?=/iu;

/** A mailbox as it stands in the field: its text outside quotes, comments and brackets, and what the brackets hold. */
interface Mailbox {
  bare: string;
  quoted: string[];
  angles: string[];
  hasTextAfter: boolean;
}

const empty = (): Mailbox => ({ bare: '', quoted: [], angles: [], hasTextAfter: false });

/**
 * Looks at an address field's raw text (unfolded, encoded words unresolved). Reads like RFC 5322 section 3.4; says what
 * does not fit, and never what the addresses are: that is the parser's part.
 */
export function inspectMailboxField(raw: string): ReadonlySet<FieldTrick> {
  const text = raw.slice(0, MAX_LENGTH);
  const tricks = new Set<FieldTrick>();
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/u.test(text)) tricks.add('controlCharacters');
  let mailbox = empty();
  const close = (): void => {
    judge(mailbox, tricks);
    mailbox = empty();
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    const end = char === '"' ? endOf(text, at, '"') : char === '(' ? endOfComment(text, at) : at;
    if (end === null) {
      tricks.add('unclosed');
      if (char === '(') break;
      continue;
    }
    if (char === '"') {
      if (text[end + 1] === '@') mailbox.quoted.push(text.slice(at + 1, end));
      mailbox.bare += text[end + 1] === '@' ? 'q' : ' ';
    } else if (char === '<') {
      const stop = endOfAngle(text, at);
      if (stop === null) tricks.add('unclosed');
      mailbox.angles.push(text.slice(at + 1, stop ?? text.length));
      at = stop ?? text.length;
      continue;
    } else if (char === ',' || char === ';') close();
    else if (char === '[') {
      const stop = text.indexOf(']', at);
      if (stop > 0) at = stop;
      continue;
    } else if (char === ':' && !/^\s*mailto$/iu.test(mailbox.bare)) {
      tricks.add('group');
      mailbox = empty();
    } else if (char !== '(') {
      mailbox.bare += char;
      if (mailbox.angles.length > 0 && !/\s/u.test(char)) mailbox.hasTextAfter = true;
    }
    at = end;
  }
  close();
  return tricks;
}

function judge({ bare, quoted, angles, hasTextAfter }: Mailbox, tricks: Set<FieldTrick>): void {
  if (angles.length > 1 || hasTextAfter || angles.some((inner) => inner.includes('<')))
    tricks.add('severalAddresses');
  if (quoted.some((local) => /@|\uff20/u.test(local))) tricks.add('quotedAddress');
  const address = angles.length > 0 ? angles.map(withoutQuoted).join(' ') : bare;
  const spec = address.replace(/^\s*@[^:]*:/u, '').replace(/\([^()]*\)/gu, '');
  if (ENCODED_WORD.test(angles.length > 0 ? spec : (/\S*@/u.exec(bare)?.[0] ?? '')))
    tricks.add('encodedAddress');
  const ats = spec.match(/@/gu)?.length ?? 0;
  if (ats > 1) tricks.add(/\s\S+@/u.test(spec.trim()) ? 'severalAddresses' : 'severalAts');
  for (const inner of angles) if (/"[^"]*@[^"]*"\s*@/u.test(inner)) tricks.add('quotedAddress');
}

const withoutQuoted = (text: string): string => text.replace(/"(?:[^"\\]|\\.)*"/gsu, 'q');

function endOf(text: string, open: number, mark: string): number | null {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === mark) return at;
  }
  return null;
}

function endOfComment(text: string, open: number): number | null {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')' && (depth -= 1) === 0) return at;
  }
  return null;
}

/** Where the bracket closes; a quotation inside may hold brackets. */
function endOfAngle(text: string, open: number): number | null {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '"') at = endOf(text, at, '"') ?? at;
    else if (text[at] === '>') return at;
  }
  return null;
}
