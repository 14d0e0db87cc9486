import { escapeHtml } from './escapeHtml.ts';

/**
 * Plain text as HTML that reads the same: one `<div>` per line, runs of spaces kept, and lines quoted by `>`
 * (RFC 3676 section 4.5) nested in blockquotes.
 */
export function textToHtml(text: string): string {
  let depth = 0;
  let html = '';
  for (const line of text.replace(/\r\n?/gu, '\n').replace(/\n$/u, '').split('\n')) {
    const quote = /^(?:> ?)+/u.exec(line)?.[0] ?? '';
    const wanted = Math.min(MAX_DEPTH, quote.replace(/ /gu, '').length);
    html += wanted > depth ? '<blockquote>'.repeat(wanted - depth) : '</blockquote>'.repeat(depth - wanted);
    depth = wanted;
    const rest = line.slice(quote.length);
    html += rest === '' ? '<div><br></div>' : `<div>${keepSpaces(escapeHtml(rest))}</div>`;
  }
  return html + '</blockquote>'.repeat(depth);
}

/** A hostile line of ten thousand `>` must not nest ten thousand elements. */
const MAX_DEPTH = 20;

const keepSpaces = (html: string): string => html.replace(/^ | (?= )/gu, '&nbsp;');
