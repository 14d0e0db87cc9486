/** The only kinds of address that leave a message, and only by a click. */
const OPENABLE: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:', 'tel:']);

/** Longer ones are refused by the host too. */
const MAX_LENGTH = 8000;

/**
 * The address a link would open, normalised, or null when it must not open (another scheme, relative, unreadable).
 * White space and control characters inside are removed by the URL parser, as browsers do: what is shown is what opens.
 */
export function linkTarget(href: string): string | null {
  if (href.length > MAX_LENGTH || !URL.canParse(href)) return null;
  const url = new URL(href);
  // `mailto:` takes no slashes: such a link is a mistake or a trick.
  if (url.protocol === 'mailto:' && url.host !== '') return null;
  return OPENABLE.has(url.protocol) && url.href.length <= MAX_LENGTH ? url.href : null;
}
