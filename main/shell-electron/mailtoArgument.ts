const MAX_LENGTH = 8000;

/**
 * The mailto address among a start's arguments, or null. How Linux and Windows hand over a link that was clicked
 * elsewhere; whoever made the link chose its words, so the page must treat it as hostile.
 */
export const findMailto = (args: readonly string[]): string | null =>
  args.find((arg) => /^mailto:/i.test(arg) && arg.length <= MAX_LENGTH && URL.canParse(arg)) ?? null;

/** The address of the page that begins a message from `mailto`; the page finds it in its hash, `#mailto:…`. */
export const pageForMailto = (page: string, mailto: string | null): string =>
  mailto === null ? page : `${page}#${encodeURIComponent(mailto)}`;
