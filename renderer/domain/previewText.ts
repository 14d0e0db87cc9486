import type { MessageBody } from '../../preload/contract/index.ts';

export const PREVIEW_LENGTH = 140;
/** Enough to find the first words behind any sane amount of style sheet; bounds the work on a hostile body. */
const MAX_SOURCE_LENGTH = 200_000;
const silentElements = ['style', 'script', 'head', 'title', 'template'];

/** The first words of a body for the list: quoted lines left out, white space collapsed, at most PREVIEW_LENGTH characters. */
export function previewText({ nested, ...own }: Pick<MessageBody, 'text' | 'html' | 'nested'>): string {
  // A message that is nothing but another one is known by that one's words.
  const body = own.text?.trim() || own.html !== null ? own : (nested?.[0] ?? own);
  const plain = body.text?.trim() ? unquoted(body.text.slice(0, MAX_SOURCE_LENGTH)) : '';
  const words = plain || (body.html === null ? '' : htmlWords(body.html.slice(0, MAX_SOURCE_LENGTH)));
  // Invisible filler is how newsletters pad their own preview.
  const collapsed = words
    .replace(/\u034f|[\u00ad\u200b-\u200f\u2060\ufeff]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return [...collapsed.slice(0, PREVIEW_LENGTH * 2)].slice(0, PREVIEW_LENGTH).join('');
}

const unquoted = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join(' ')
    .trim();

/** Text of HTML for a preview only: it is shown as text and is not a sanitiser. One pass, linear in the input. */
function htmlWords(html: string): string {
  const lower = html.toLowerCase();
  let words = '';
  let at = 0;
  while (at < html.length && words.length < PREVIEW_LENGTH * 20) {
    const open = html.indexOf('<', at);
    if (open === -1) return decodeEntities(words + html.slice(at));
    words += html.slice(at, open);
    const end = skipMarkup(lower, open);
    if (end > open + 1) words += ' ';
    else words += '<';
    at = end;
  }
  return decodeEntities(words);
}

/** The index behind the comment, silent element or tag that begins at `open`; behind the `<` when none does. */
function skipMarkup(lower: string, open: number): number {
  const behind = (needle: string): number => {
    const found = lower.indexOf(needle, open + 1);
    return found === -1 ? lower.length : found + needle.length;
  };
  if (lower.startsWith('<!--', open)) return behind('-->');
  const silent = silentElements.find(
    (name) => lower.startsWith(name, open + 1) && /[\s>/]/.test(lower.charAt(open + 1 + name.length)),
  );
  if (silent !== undefined) return behind(`</${silent}>`);
  return /[a-z/!?]/.test(lower.charAt(open + 1)) ? behind('>') : open + 1;
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,10}));/giu, (whole, decimal, hex, name) => {
    if (typeof name === 'string') {
      const key = name.toLowerCase();
      return Object.hasOwn(named, key) ? (named[key] ?? whole) : ' ';
    }
    const point = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    const valid = point > 0 && point <= 0x10_ffff && !(point >= 0xd800 && point <= 0xdfff);
    return valid ? String.fromCodePoint(point) : ' ';
  });
