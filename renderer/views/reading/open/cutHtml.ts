/** Longer HTML is not sanitised at once. */
const MAX_LENGTH = 300_000;
/** What laying it out may cost: a character counts 1, a tag 10 (measured: about 0.003 ms per point). */
const MAX_COST = 60_000;
const TAG_COST = 10;
/** Their content is no text on the screen. */
const SILENT = /^<(style|script|title|!--)/iu;

/**
 * The beginning of an HTML document that can be sanitised and laid out without holding up the window; all of it for
 * nearly every mail. Ends after a whole tag; the parser closes what is open.
 */
export function cutHtml(html: string): string {
  let cost = 0;
  let at = 0;
  while (at < html.length && at < MAX_LENGTH && cost < MAX_COST) {
    const open = html.indexOf('<', at);
    const room = MAX_COST - cost;
    if (open === -1 || open - at > room) return html.slice(0, at + room);
    cost += open - at + TAG_COST;
    const close = closeOf(html, open);
    if (close === -1 || close > MAX_LENGTH) return html.slice(0, MAX_LENGTH);
    at = close;
  }
  return at >= html.length ? html : html.slice(0, at);
}

/** Where the tag (or the style sheet, script or comment it begins) ends; -1 when it does not. */
function closeOf(html: string, open: number): number {
  const silent = SILENT.exec(html.slice(open, open + 8))?.[1]?.toLowerCase();
  if (silent === undefined) return afterOf(html, '>', open);
  if (silent === '!--') return afterOf(html, '-->', open);
  const end = new RegExp(`</${silent}[^>]*>`, 'giu');
  end.lastIndex = open;
  return end.test(html) ? end.lastIndex : -1;
}

function afterOf(html: string, end: string, from: number): number {
  const at = html.indexOf(end, from);
  return at === -1 ? -1 : at + end.length;
}
