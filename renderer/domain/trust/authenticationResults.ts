import { sameOwner } from './registrableDomain.ts';

/** One method's result (RFC 8601 section 2.2): `dkim=pass header.d=a.test` has properties { 'header.d': 'a.test' }. */
export interface MethodResult {
  /** Lower case, without version. */
  readonly method: string;
  /** Lower case. */
  readonly result: string;
  /** By lower-case `ptype.property`; the first of several wins. */
  readonly properties: ReadonlyMap<string, string>;
}

export interface AuthenticationResults {
  /** Lower case. */
  readonly authservId: string;
  readonly results: readonly MethodResult[];
}

const MAX_LENGTH = 20_000;
const MAX_RESULTS = 200;

type Token = { readonly kind: 'word' | 'quoted' | 'sign'; readonly text: string };

/**
 * Reads one Authentication-Results field's value (RFC 8601 section 2.2), comments skipped, quoted strings never read
 * as results. Null when it has no authserv-id, a version other than 1, or anything unclosed: half a field is nothing.
 * A single result that cannot be read makes the whole field void, since nobody knows what it was meant to say.
 */
export function parseAuthenticationResults(value: string): AuthenticationResults | null {
  const tokens = value.length > MAX_LENGTH ? null : tokenise(value);
  if (tokens === null) return null;
  const [head = [], ...rest] = splitAt(tokens);
  const [id, version, ...more] = head;
  if (id === undefined || id.kind === 'sign' || more.length > 0 || rest.length === 0) return null;
  if (id.kind === 'word' && !/^[\w.-]+$/u.test(id.text)) return null;
  if (version !== undefined && version.text !== '1') return null;
  const results: MethodResult[] = [];
  for (const tokens of rest.slice(0, MAX_RESULTS)) {
    const isNone = tokens.length === 1 && tokens[0]?.text.toLowerCase() === 'none';
    if (tokens.length === 0 || isNone) continue;
    const result = readResult(tokens);
    if (result === null) return null;
    results.push(result);
  }
  return { authservId: id.text.toLowerCase(), results };
}

/** Words, quoted strings and the signs `=` `;` `.` `/`; null when a comment or a quotation does not close. */
function tokenise(value: string): Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < value.length) {
    const char = value[at] ?? '';
    if (/\s/u.test(char)) at += 1;
    else if (char === '(') {
      const end = endOfComment(value, at);
      if (end === null) return null;
      at = end;
    } else if (char === '"') {
      const match = /^"((?:[^"\\]|\\.)*)"/su.exec(value.slice(at));
      if (match === null) return null;
      tokens.push({ kind: 'quoted', text: (match[1] ?? '').replace(/\\(.)/gsu, '$1') });
      at += match[0].length;
    } else if (char === ';' || char === '=') {
      tokens.push({ kind: 'sign', text: char });
      at += 1;
    } else {
      const word = /^[^\s;="()]+/u.exec(value.slice(at))?.[0] ?? char;
      tokens.push({ kind: 'word', text: word });
      at += word.length;
    }
  }
  return tokens;
}

function endOfComment(value: string, open: number): number | null {
  let depth = 0;
  for (let at = open; at < value.length; at += 1) {
    if (value[at] === '\\') at += 1;
    else if (value[at] === '(') depth += 1;
    else if (value[at] === ')' && (depth -= 1) === 0) return at + 1;
  }
  return null;
}

function splitAt(tokens: readonly Token[]): Token[][] {
  const pieces: Token[][] = [[]];
  for (const token of tokens)
    if (token.kind === 'sign' && token.text === ';') pieces.push([]);
    else pieces.at(-1)?.push(token);
  return pieces;
}

/** `method[/version] = result [reason = x] {ptype.property = value}`, with blanks and comments anywhere between. */
function readResult(tokens: readonly Token[]): MethodResult | null {
  const pairs: { name: string; value: string }[] = [];
  let at = 0;
  while (at < tokens.length) {
    let name = '';
    while (at < tokens.length && tokens[at]?.text !== '=') {
      if (tokens[at]?.kind !== 'word') return null;
      name += tokens[at]?.text ?? '';
      at += 1;
    }
    const value = tokens[at + 1];
    if (name === '' || value === undefined || value.kind === 'sign') return null;
    at += 2;
    let text = value.text;
    // A value may hold `=` itself (a base64 signature): what sticks to it belongs to it.
    while (value.kind === 'word' && tokens[at]?.text === '=' && /^[\w+/=-]*$/u.test(text)) {
      text += '=';
      at += 1;
    }
    pairs.push({ name: name.toLowerCase(), value: text });
  }
  const [first, ...rest] = pairs;
  const method = /^([a-z\d-]+)(?:\/1)?$/u.exec(first?.name ?? '')?.[1];
  if (first === undefined || method === undefined) return null;
  const properties = new Map<string, string>();
  for (const { name, value } of rest) if (!properties.has(name)) properties.set(name, value);
  return { method, result: first.value.toLowerCase(), properties };
}

/** Whose word on authentication counts for an account. */
export interface AuthservTrust {
  /** The authserv-ids of the account's own provider; exact names, or `.example.net` for every host below one. */
  readonly ids: readonly string[];
  /** The provider writes its results below the Received fields it adds itself, and takes forged ones out. */
  readonly isBelowReceived: boolean;
}

export type AuthenticationVerdict = 'pass' | 'fail' | 'none';

interface Field {
  readonly name: string;
  readonly value: string;
}

/**
 * What the account's own server says of the author's domain. Only the topmost field with its authserv-id counts, and
 * only above the first Received field (RFC 8601 sections 4.1 and 5: what lies deeper, others may have written).
 * ARC results are not read: without a verified chain they are anybody's.
 */
export function ownResults(headers: readonly Field[], trust: AuthservTrust): AuthenticationResults | null {
  for (const { name, value } of headers) {
    const key = name.trim().toLowerCase();
    if (key === 'received' && !trust.isBelowReceived) return null;
    if (key !== 'authentication-results') continue;
    const parsed = parseAuthenticationResults(value);
    if (parsed !== null && isOwn(parsed.authservId, trust.ids)) return parsed;
  }
  return null;
}

const isOwn = (id: string, ids: readonly string[]): boolean =>
  ids.some((own) => {
    const name = own.toLowerCase();
    return name.startsWith('.') ? id.endsWith(name) || id === name.slice(1) : id === name;
  });

/**
 * `pass` when DMARC passed for this very domain, or a signature by its owner did (RFC 7489 section 3.1, relaxed
 * alignment); `fail` when DMARC failed; else `none`: SPF alone, a signature of somebody else and temporary errors say
 * nothing of the author.
 */
export function judgeResults(results: AuthenticationResults | null, domain: string): AuthenticationVerdict {
  if (results === null || domain === '') return 'none';
  const author = domain.toLowerCase();
  const dmarc = results.results.filter(({ method }) => method === 'dmarc');
  const concerns = ({ properties }: MethodResult): boolean =>
    (properties.get('header.from') ?? author).toLowerCase().replace(/^.*@/u, '') === author;
  if (dmarc.some(({ result }) => result === 'fail')) return 'fail';
  if (dmarc.some((result) => result.result === 'pass' && concerns(result))) return 'pass';
  const isSigned = results.results.some(
    ({ method, result, properties }) =>
      method === 'dkim' &&
      result === 'pass' &&
      [properties.get('header.d') ?? properties.get('header.i')?.replace(/^.*@/u, '')].some(
        (signer) => signer !== undefined && signer !== '' && isAligned(author, signer.toLowerCase()),
      ),
  );
  return isSigned ? 'pass' : 'none';
}

/** A domain signs for itself and for what lies below it; siblings only when one owner registered both. */
const isAligned = (author: string, signer: string): boolean =>
  author === signer || (signer.includes('.') && sameOwner(author, signer));
