import { compile } from 'html-to-text';

// Once: reading the options takes longer than most messages.
const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: 5_000_000, maxDepth: 200, ellipsis: '…' },
  selectors: [
    { selector: 'img', format: 'skip' },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    { selector: 'blockquote', options: { trimEmptyLines: false } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
      selector,
      options: { uppercase: false },
    })),
    { selector: 'table', options: { uppercaseHeaderCells: false } },
  ],
});

/** The text/plain alternative (RFC 2046 section 5.1.4) of a message written as HTML: quotes with `> `, links with their target. */
export const plainTextFromHtml = (html: string): string => convert(html);
