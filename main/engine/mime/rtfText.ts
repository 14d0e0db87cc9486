import { decodeText } from './charsets.ts';
import { readRtfTokens, type RtfToken } from './rtfTokens.ts';

/** What RTF says: the HTML that Outlook packed into it (MS-OXRTFEX), or its words as plain text. */
export interface RtfText {
  readonly kind: 'html' | 'text';
  readonly content: string;
}

const MAX_TEXT = 4_000_000;
const MAX_DEPTH = 500;
/** Groups whose content is no text. */
const silent = new Set(
  'colortbl stylesheet info pict object header footer headerl headerr footerl footerr footnote themedata listtable listoverridetable rsidtbl generator xmlnstbl mmathPr latentstyles datastore fldinst'.split(
    ' ',
  ),
);
/** Windows' charset numbers as code pages. */
const codePages: Readonly<Record<number, string>> = {
  0: 'cp1252',
  77: 'macintosh',
  128: 'cp932',
  129: 'cp949',
  130: 'johab',
  134: 'cp936',
  136: 'cp950',
  161: 'cp1253',
  162: 'cp1254',
  163: 'cp1258',
  177: 'cp1255',
  178: 'cp1256',
  186: 'cp1257',
  204: 'cp1251',
  222: 'cp874',
  238: 'cp1250',
};
const characters: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  tab: '\t',
  nbsp: '\u00a0',
  softhyphen: '\u00ad',
  hyphen: '\u2011',
  bullet: '\u2022',
  endash: '\u2013',
  emdash: '\u2014',
  lquote: '\u2018',
  rquote: '\u2019',
  ldblquote: '\u201c',
  rdblquote: '\u201d',
  cell: '\t',
  row: '\n',
};

/** What a brace keeps and its partner gives back. */
interface Group {
  isSilent: boolean;
  /** Inside `{\*\htmltag …}`: what stands there is markup. */
  isMarkup: boolean;
  /** Between `\htmlrtf` and `\htmlrtf0`: for readers of RTF alone. */
  isForRtf: boolean;
  inFontTable: boolean;
  font: number;
  /** Chars that stand for a `\u` in old readers. */
  skip: number;
}

/**
 * Reads RTF for its text. Null when it is none. Depth and length are bounded; what is too deep is left out. In HTML
 * everything outside its own markup is escaped.
 */
export function readRtf(rtf: Buffer): RtfText | null {
  const source = rtf.toString('latin1');
  if (!source.startsWith('{\\rtf')) return null;
  const reader = new RtfReader(/\\fromhtml1?\b/.test(source.slice(0, 2000)));
  for (const token of readRtfTokens(source)) if (!reader.take(token)) break;
  return reader.finish();
}

class RtfReader {
  #group: Group = {
    isSilent: false,
    isMarkup: false,
    isForRtf: false,
    inFontTable: false,
    font: -1,
    skip: 1,
  };
  readonly #stack: Group[] = [];
  #tooDeep = 0;
  /** A `*` waits for the word that says whether anybody knows this group. */
  #isOptional = false;
  #toSkip = 0;
  readonly #fonts = new Map<number, string>();
  #codePage = 'cp1252';
  /** Bytes of one charset that are not decoded yet. */
  #pending = '';
  #out = '';

  constructor(private readonly isHtml: boolean) {}

  /** False when enough has been read. */
  take(token: RtfToken): boolean {
    if (token.kind !== 'bytes') this.#flush();
    switch (token.kind) {
      case 'open':
        if (this.#stack.length < MAX_DEPTH) this.#stack.push({ ...this.#group });
        else this.#tooDeep += 1;
        this.#toSkip = 0;
        break;
      case 'close':
        if (this.#tooDeep > 0) this.#tooDeep -= 1;
        else this.#group = this.#stack.pop() ?? this.#group;
        this.#toSkip = 0;
        // What follows the document's own brace is none of it.
        if (this.#stack.length === 0) return false;
        break;
      case 'word':
        this.#word(token.word, token.value);
        break;
      case 'bytes': {
        const skipped = Math.min(this.#toSkip, token.bytes.length);
        this.#toSkip -= skipped;
        if (this.#isHeard) this.#pending += token.bytes.slice(skipped);
        break;
      }
    }
    return this.#out.length < MAX_TEXT;
  }

  finish(): RtfText {
    this.#flush();
    return { kind: this.isHtml ? 'html' : 'text', content: this.#out.slice(0, MAX_TEXT) };
  }

  get #isHeard(): boolean {
    const { isSilent, isForRtf, inFontTable } = this.#group;
    return !isSilent && !inFontTable && !(this.isHtml && isForRtf) && this.#tooDeep === 0;
  }

  #word(word: string, value: number | null): void {
    const isOptional = this.#isOptional;
    this.#isOptional = word === '*';
    const group = this.#group;
    if (word === 'htmltag' && this.isHtml) group.isMarkup = true;
    else if (isOptional || silent.has(word)) group.isSilent = true;
    else if (word === 'htmlrtf') group.isForRtf = value !== 0;
    else if (word === 'fonttbl') group.inFontTable = true;
    else if (word === 'f') group.font = value ?? 0;
    else if (word === 'deff') group.font = value ?? 0;
    else if (word === 'plain') group.font = -1;
    else if (word === 'fcharset' && group.inFontTable)
      this.#fonts.set(group.font, codePages[value ?? 0] ?? '');
    else if (word === 'ansicpg') this.#codePage = `cp${value ?? 1252}`;
    else if (word === 'uc') group.skip = Math.min(Math.max(value ?? 1, 0), 10);
    else if (word === 'u') this.#unicode(value ?? 0);
    else if (characters[word] !== undefined && this.#isHeard) this.#put(characters[word]);
  }

  #unicode(value: number): void {
    if (this.#isHeard) this.#put(String.fromCharCode(value < 0 ? value + 65_536 : value & 0xffff));
    this.#toSkip = this.#group.skip;
  }

  #flush(): void {
    if (this.#pending === '') return;
    const codePage = this.#fonts.get(this.#group.font) || this.#codePage;
    // Markup is written in the document's own code page, whatever font is on.
    const label = this.#group.isMarkup ? this.#codePage : codePage;
    const text = decodeText(Buffer.from(this.#pending, 'latin1'), label);
    this.#pending = '';
    this.#put(text);
  }

  #put(text: string): void {
    this.#out += this.isHtml && !this.#group.isMarkup ? escapeHtml(text) : text;
  }
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escapeHtml = (text: string): string => text.replace(/[&<>]/g, (char) => escapes[char] ?? char);
