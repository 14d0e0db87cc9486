import { boundedCss } from './boundedCss.ts';
import { readTag } from './readTag.ts';

/** What parsing and cleaning a message may cost: beyond it the message is cut, which is said. */
export interface HtmlLimits {
  /** Characters of HTML, and of all style sheets together. */
  readonly length: number;
  readonly css: number;
  readonly tags: number;
  readonly depth: number;
}

/** More than any letter has; each keeps a cost that grows faster than the input (or a browser's stack) in bounds. */
export const MESSAGE_LIMITS: HtmlLimits = { length: 5_000_000, css: 300_000, tags: 40_000, depth: 250 };

const VOID = set('area base br col embed hr img input link meta param source track wbr');
/** Elements that the next of their kind closes: left open, they do not nest. */
const CLOSED_BY_NEXT = set('p li dt dd tr td th thead tbody tfoot option optgroup colgroup rt rp caption');
/** Elements whose content is no markup; that of the second group is no text for people either. */
const TEXT_ONLY = set('textarea xmp');
const DROPPED = set('script title iframe noembed noframes');

/**
 * HTML written anew with the same tags and text, in a form that every parser reads alike: no comments, no scripts, quoted
 * attributes, `<` only where a tag begins; cut where it grows beyond `limits`. A browser reads the styles of any
 * document it builds, and nests and repeats until it hangs or its stack ends, so that all limits have to hold before
 * anything parses it. This decides about cost alone: what it gives is parsed and cleaned as before.
 */
export function boundedHtml(
  html: string,
  limits: HtmlLimits,
): { readonly html: string; readonly isCut: boolean } {
  const text = html.slice(0, limits.length);
  const open: string[] = [];
  const pieces: string[] = [];
  let cssLeft = limits.css;
  let tags = 0;
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    pieces.push(text.slice(at, next < 0 ? text.length : next));
    if (next < 0) break;
    at = next;
    if (tags >= limits.tags) return { html: pieces.join(''), isCut: true };
    const tag = readTag(text, at);
    if (tag === null) {
      at = endOfNoTag(text, at);
      // A bracket that begins nothing is text.
      if (at === next) {
        pieces.push('&lt;');
        at += 1;
      }
      continue;
    }
    tags += 1;
    at = tag.end;
    const { name } = tag;
    const isRaw = TEXT_ONLY.has(name) || DROPPED.has(name) || name === 'style';
    // The end of one whose beginning has been written, with its end, already.
    if (tag.isEnd && isRaw) continue;
    if (tag.isEnd) {
      const index = open.lastIndexOf(name);
      if (index >= 0) open.length = index;
      pieces.push(`</${name}>`);
    } else if (isRaw) {
      const stop = endOfContent(text, at, name);
      const content = text.slice(at, stop);
      if (name === 'style') {
        const css = boundedCss(content.replace(/<!--|-->/gu, ' '), cssLeft);
        cssLeft -= css.length;
        // As CSS writes it, so that no parser, in no context, takes it for a tag.
        pieces.push(`<style>${css.replaceAll('<', '\\3c ')}</style>`);
      } else if (TEXT_ONLY.has(name)) pieces.push(content.replaceAll('<', '&lt;'));
      at = stop;
    } else if (name !== 'plaintext') {
      if (!VOID.has(name) && !CLOSED_BY_NEXT.has(name)) open.push(name);
      if (open.length > limits.depth) return { html: pieces.join(''), isCut: true };
      pieces.push(tag.source);
    }
  }
  return { html: pieces.join(''), isCut: html.length > limits.length };
}

/** Past a comment, a declaration or an end tag without a name; where it stood when it is none of them. */
function endOfNoTag(text: string, at: number): number {
  if (text.startsWith('<!--', at)) {
    // `<!-->` is a whole comment, and `--!>` ends one, too.
    const ends = [text.indexOf('-->', at + 2), text.indexOf('--!>', at + 4)].filter((end) => end >= 0);
    const end = Math.min(...ends);
    return ends.length === 0 ? text.length : end + (text.startsWith('-->', end) ? 3 : 4);
  }
  if (!/^<[!?/]/u.test(text.slice(at, at + 2))) return at;
  const end = text.indexOf('>', at);
  return end < 0 ? text.length : end + 1;
}

/** Where the end tag of an element begins whose content is no markup; the end when there is none. */
function endOfContent(text: string, at: number, name: string): number {
  const end = new RegExp(`</${name}[\\s/>]`, 'giu');
  end.lastIndex = at;
  return end.exec(text)?.index ?? text.length;
}

function set(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
