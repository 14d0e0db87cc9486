/** One entry of an ENVELOPE address list (RFC 3501 section 7.4.2): a mailbox, or the start or end of a group. */
export type EnvelopeAddress =
  | {
      readonly kind: 'mailbox';
      readonly name: string | null;
      readonly mailbox: string;
      readonly host: string;
    }
  | { readonly kind: 'groupStart'; readonly name: string }
  | { readonly kind: 'groupEnd' };

type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'angle'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: ',' | ':' | ';' };

const TOKEN = /\((?:[^()\\]|\\.)*\)|"((?:[^"\\]|\\.)*)"|<([^>]*)>|([,:;])|([^\s"<>(),:;]+)/g;

const tokenize = (text: string): Token[] =>
  [...text.matchAll(TOKEN)].flatMap((match): Token[] => {
    const [, quoted, angle, mark, word] = match;
    if (quoted !== undefined) return [{ kind: 'word', text: quoted.replace(/\\(.)/g, '$1') }];
    if (angle !== undefined) return [{ kind: 'angle', text: angle.trim() }];
    if (mark === ',' || mark === ':' || mark === ';') return [{ kind: 'mark', text: mark }];
    // What is left is a word, or a comment, which says nothing.
    return word === undefined ? [] : [{ kind: 'word', text: word }];
  });

const splitAddress = (address: string): { mailbox: string; host: string } => {
  // A route (`@a,@b:user@host`) is obsolete; what counts stands after its colon.
  const plain = address.startsWith('@') ? address.slice(address.indexOf(':') + 1) : address;
  const at = plain.lastIndexOf('@');
  return at === -1
    ? { mailbox: plain, host: '' }
    : { mailbox: plain.slice(0, at).replace(/^"(.*)"$/, '$1'), host: plain.slice(at + 1) };
};

/** Parses an address list (RFC 5322 section 3.4) of byte strings, undecoded. Never throws; nonsense gives fewer entries. */
export const parseAddresses = (text: string): readonly EnvelopeAddress[] => {
  const addresses: EnvelopeAddress[] = [];
  let words: string[] = [];
  let angle: string | undefined;
  const flush = (): void => {
    const phrase = words.join(' ');
    const address = angle ?? words.join('');
    if (address !== '') {
      addresses.push({
        kind: 'mailbox',
        name: angle === undefined || phrase === '' ? null : phrase,
        ...splitAddress(address),
      });
    }
    words = [];
    angle = undefined;
  };
  for (const token of tokenize(text)) {
    if (token.kind === 'word') words.push(token.text);
    else if (token.kind === 'angle') angle = token.text;
    else if (token.text === ':') {
      addresses.push({ kind: 'groupStart', name: words.join(' ') });
      words = [];
    } else {
      flush();
      if (token.text === ';') addresses.push({ kind: 'groupEnd' });
    }
  }
  flush();
  return addresses;
};
