/** One piece of RTF (Microsoft's Rich Text Format specification 1.9.1): a brace, a control word or symbol, or bytes. */
export type RtfToken =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'word'; readonly word: string; readonly value: number | null }
  | { readonly kind: 'bytes'; readonly bytes: string };

const OPEN = { kind: 'open' } as const;
const CLOSE = { kind: 'close' } as const;
const WORD = /\\([a-zA-Z]{1,32})(-?\d{1,10})? ?/gy;

/** Splits RTF, one char per byte. Never throws: a stray back slash is text. `\binN` data is skipped. */
export function* readRtfTokens(rtf: string): Generator<RtfToken> {
  for (let at = 0; at < rtf.length;) {
    const char = rtf[at];
    if (char === '{' || char === '}') {
      yield char === '{' ? OPEN : CLOSE;
      at += 1;
    } else if (char === '\r' || char === '\n') at += 1;
    else if (char !== '\\') {
      const end = endOfText(rtf, at);
      yield { kind: 'bytes', bytes: rtf.slice(at, end) };
      at = end;
    } else {
      WORD.lastIndex = at;
      const match = WORD.exec(rtf);
      if (match === null) {
        const symbol = readSymbol(rtf, at);
        yield symbol.token;
        at += symbol.length;
        continue;
      }
      const [whole, word = '', digits] = match;
      const value = digits === undefined ? null : Number(digits);
      at += whole.length;
      if (word === 'bin') at += Math.max(0, value ?? 0);
      else yield { kind: 'word', word, value };
    }
  }
}

const STOP = /[{}\\\r\n]/g;

function endOfText(rtf: string, from: number): number {
  STOP.lastIndex = from;
  return STOP.exec(rtf)?.index ?? rtf.length;
}

/** A back slash with what is no letter behind it. */
function readSymbol(rtf: string, at: number): { token: RtfToken; length: number } {
  const symbol = rtf[at + 1] ?? '';
  const word = (name: string) => ({ token: { kind: 'word', word: name, value: null } as const, length: 2 });
  if (symbol === "'") {
    const code = Number.parseInt(rtf.slice(at + 2, at + 4), 16);
    const bytes = Number.isNaN(code) ? '' : String.fromCharCode(code);
    return { token: { kind: 'bytes', bytes }, length: 4 };
  }
  if (symbol === '\r' || symbol === '\n') return word('par');
  if (symbol === '~') return word('nbsp');
  if (symbol === '*') return word('*');
  if (symbol === '-' || symbol === '_') return word(symbol === '-' ? 'softhyphen' : 'hyphen');
  return { token: { kind: 'bytes', bytes: symbol }, length: 2 };
}
