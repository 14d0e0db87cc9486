export interface HtmlTag {
  /** Lower case. */
  readonly name: string;
  readonly isEnd: boolean;
  /** Written anew: attributes in double quotes. */
  readonly source: string;
  /** One past its `>`. */
  readonly end: number;
}

const MAX_NAME = 60;
const MAX_ATTRIBUTES = 100;
/** A style attribute or a media query is no longer, and has no more brackets, however they are nested. */
const MAX_STYLE = 20_000;
const MAX_BRACKETS = 200;
/** Attributes whose value is a long text or an address. */
const LONG = new Set([
  'src',
  'href',
  'alt',
  'title',
  'background',
  'srcset',
  'content',
  'summary',
  'aria-label',
]);

/**
 * The tag that begins at `at` (HTML Standard, sections 13.2.5.6 to 13.2.5.40), or null when none does. One that
 * never ends takes the rest with it, as in browsers. Surplus attributes, and values that could cost too much to parse as styles, are left out.
 */
export function readTag(text: string, at: number): HtmlTag | null {
  const isEnd = text[at + 1] === '/';
  const head = /^[a-z][^\s/>]{0,200}/iu.exec(text.slice(at + (isEnd ? 2 : 1), at + 203))?.[0];
  if (head === undefined) return null;
  const name = head
    .toLowerCase()
    .replace(/[^a-z0-9:-]/gu, '-')
    .slice(0, MAX_NAME);
  const unended = { name, isEnd, source: '', end: text.length };
  const attributes: string[] = [];
  const seen = new Set<string>();
  let position = at + (isEnd ? 2 : 1) + head.length;
  for (;;) {
    position = skip(text, position, /[^\s/]/gu);
    if (position >= text.length) return unended;
    if (text[position] === '>') break;
    // An equals sign at the beginning belongs to the name.
    const nameEnd = skip(text, position + 1, /[\s/>=]/gu);
    const attribute = text.slice(position, nameEnd).toLowerCase();
    position = skip(text, nameEnd, /\S/gu);
    let value: string | null = null;
    if (text[position] === '=') {
      position = skip(text, position + 1, /\S/gu);
      const quote = text[position];
      if (quote === '"' || quote === "'") {
        const close = text.indexOf(quote, position + 1);
        if (close < 0) return unended;
        value = text.slice(position + 1, close);
        position = close + 1;
      } else if (quote !== '>') {
        const end = skip(text, position, /[\s>]/gu);
        value = text.slice(position, end);
        position = end;
      }
    } else position = nameEnd;
    if (isEnd || seen.size >= MAX_ATTRIBUTES || seen.has(attribute) || !isWorthIt(attribute, value)) continue;
    seen.add(attribute);
    attributes.push(value === null ? ` ${attribute}` : ` ${attribute}="${value.replaceAll('"', '&quot;')}"`);
  }
  return { name, isEnd, source: `<${name}${attributes.join('')}>`, end: position + 1 };
}

/** The next place from `from` where the pattern (global) matches; the end when nowhere. */
function skip(text: string, from: number, pattern: RegExp): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

function isWorthIt(attribute: string, value: string | null): boolean {
  if (!/^[a-z][a-z0-9:._-]{0,60}$/u.test(attribute)) return false;
  if (value === null || LONG.has(attribute)) return true;
  return value.length <= MAX_STYLE && countBrackets(value) <= MAX_BRACKETS;
}

/** Brackets of CSS, also where they are written as character references. */
function countBrackets(value: string): number {
  let count = 0;
  for (const match of value.matchAll(
    /[([{]|&(?:#x?0*(?:28|40|5b|91|7b|123)\b|lpar|lbrack|lsqb|lbrace|lcub)/giu,
  )) {
    count += match.length;
    if (count > MAX_BRACKETS) break;
  }
  return count;
}
