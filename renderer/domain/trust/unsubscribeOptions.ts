interface Field {
  readonly name: string;
  readonly value: string;
}

/** One way off a mailing list, as the message itself offers it. */
export type UnsubscribeOption =
  /** A POST of `List-Unsubscribe=One-Click` to an https address, nothing to be seen or confirmed (RFC 8058). */
  | { readonly method: 'oneClick'; readonly url: string }
  /** A message to this address, with the subject and text the link asks for (RFC 2369). */
  | { readonly method: 'mail'; readonly url: string; readonly address: string }
  /** A page in the browser. */
  | { readonly method: 'web'; readonly url: string };

const MAX_LENGTH = 8000;
const MAX_OPTIONS = 10;

/**
 * The ways to unsubscribe, the best first: one click, by mail, by page. From List-Unsubscribe (RFC 2369 section 3.2) and
 * List-Unsubscribe-Post (RFC 8058 section 3.1); with several fields of a name the first counts. One click needs https
 * and exactly the value the RFC gives. (That a valid DKIM signature covers both fields, section 4, is for the caller
 * to ask: only the account's own server can tell.)
 */
export function unsubscribeOptions(headers: readonly Field[]): readonly UnsubscribeOption[] {
  const first = (wanted: string): string =>
    headers.find(({ name }) => name.trim().toLowerCase() === wanted)?.value.slice(0, 20_000) ?? '';
  const isOneClick = /^\s*List-Unsubscribe=One-Click\s*$/iu.test(first('list-unsubscribe-post'));
  const urls = [...withoutComments(first('list-unsubscribe')).matchAll(/<([^<>]*)>/gu)]
    .slice(0, MAX_OPTIONS)
    .map(([, inner = '']) => inner.replace(/\s+/gu, ''))
    .filter((url) => url.length <= MAX_LENGTH && URL.canParse(url))
    .map((url) => new URL(url));
  const webs = urls.filter(({ protocol }) => protocol === 'https:' || protocol === 'http:');
  const secure = webs.find(({ protocol }) => protocol === 'https:');
  const mails = urls.filter(({ protocol, pathname }) => protocol === 'mailto:' && pathname.includes('@'));
  return [
    ...(isOneClick && secure !== undefined ? [{ method: 'oneClick', url: secure.href } as const] : []),
    ...mails.map((url) => ({ method: 'mail', url: url.href, address: decode(url.pathname) }) as const),
    ...webs.map((url) => ({ method: 'web', url: url.href }) as const),
  ];
}

/** Comments may stand between the addresses, never inside the brackets. */
function withoutComments(value: string): string {
  let out = '';
  let depth = 0;
  let isInside = false;
  for (const char of value) {
    if (char === '<' && depth === 0) isInside = true;
    if (!isInside && char === '(') depth += 1;
    if (depth === 0) out += char;
    if (!isInside && char === ')' && depth > 0) depth -= 1;
    if (char === '>') isInside = false;
  }
  return out;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // Not percent-encoded after all: as it stands.
    if (error instanceof URIError) return text;
    throw error;
  }
}
