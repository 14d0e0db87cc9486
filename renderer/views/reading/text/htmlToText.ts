import { boundedHtml, MESSAGE_LIMITS } from '../boundedHtml.ts';

const LINE_ENDS = /<(br|\/p|\/div|\/tr|\/li|\/h[1-6]|\/blockquote|\/table|hr)\b/giu;
const SILENT = 'style, script, title, template, noscript, iframe, object, textarea, select';

/**
 * The text of a piece of HTML, shown as text and nowhere as HTML. It is parsed in a document that loads nothing and
 * runs nothing; a tag cut in two at the piece's ends stays as text.
 */
export function htmlToText(html: string): string {
  const bounded = boundedHtml(html.replaceAll(LINE_ENDS, '\n$&'), MESSAGE_LIMITS);
  const parsed = new DOMParser().parseFromString(bounded.html, 'text/html');
  for (const silent of parsed.querySelectorAll(SILENT)) silent.remove();
  return (parsed.body.textContent ?? '')
    .replaceAll(/[^\S\n]+/gu, ' ')
    .replaceAll(/ ?\n ?/gu, '\n')
    .replaceAll(/\n{3,}/gu, '\n\n');
}
