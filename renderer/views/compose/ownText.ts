/**
 * The words a person wrote, without the quote, a forwarded message or the signature: what warnings may judge. Takes
 * the editor's HTML; nothing in it is run or fetched (an inert document).
 */
export function ownText(html: string): string {
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  for (const quote of body.querySelectorAll('blockquote')) quote.remove();
  const lines = [...body.childNodes].map((node) => (node.textContent ?? '').trim());
  const end = lines.findIndex((line) => line === '--' || line.startsWith('---------- '));
  return (end === -1 ? lines : lines.slice(0, end)).join('\n').trim();
}
