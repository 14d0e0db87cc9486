// C0, DEL, C1 (NEL among them), and the two Unicode line separators: each is a line end to somebody.
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const lineBreakers = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Text that can end no header line: control characters become one space, broken surrogates U+FFFD. */
export function cleanHeaderText(text: string): string {
  return text.toWellFormed().replace(lineBreakers, ' ').trim();
}

/** A file name for Content-Disposition (RFC 6266 section 4.3 rules apply to mail too): no path, never empty. */
export function cleanFileName(name: string): string {
  const cleaned = cleanHeaderText(name).replace(/[/\\]/g, '_').trim();
  return cleaned === '' ? 'attachment' : cleaned;
}
