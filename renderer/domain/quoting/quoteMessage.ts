import { escapeHtml } from './escapeHtml.ts';
import { textToHtml } from './textToHtml.ts';

/** The body that is quoted: HTML already sanitised where there is any, else the plain text. */
export interface QuotedBody {
  readonly html: string | null;
  readonly text: string | null;
}

/** The words around a quote, in the person's language. */
export interface HeaderLine {
  readonly label: string;
  readonly value: string;
}

const contentOf = ({ html, text }: QuotedBody): string =>
  html !== null && html.trim() !== '' ? html : textToHtml(text ?? '');

/**
 * Where the answer is written, then the attribution ("On … wrote:") and the message in a blockquote as other
 * programs recognise it. The attribution is plain text.
 */
export function quoteForReply(body: QuotedBody, attribution: string, signatureHtml: string): string {
  return `<div><br></div>${signature(signatureHtml)}<div>${escapeHtml(attribution)}</div><blockquote type="cite">${contentOf(body)}</blockquote>`;
}

/** Where one writes, then the forwarded message with its head, unquoted so that it looks as it did. */
export function quoteForForward(
  body: QuotedBody,
  title: string,
  head: readonly HeaderLine[],
  signatureHtml: string,
): string {
  const lines = head
    .filter(({ value }) => value !== '')
    .map(({ label, value }) => `<div><b>${escapeHtml(label)}:</b> ${escapeHtml(value)}</div>`)
    .join('');
  return `<div><br></div>${signature(signatureHtml)}<div>---------- ${escapeHtml(title)} ----------</div>${lines}<div><br></div>${contentOf(body)}`;
}

/** Where one writes, and the signature. */
export function emptyMessage(signatureHtml: string): string {
  return `<div><br></div>${signature(signatureHtml)}`;
}

/** `-- ` on its own line is how other programs know a signature (RFC 3676 section 4.3). */
function signature(html: string): string {
  return html.trim() === '' ? '' : `<div><br></div><div>-- </div><div>${html}</div><div><br></div>`;
}
