/** A piece is laid out in one go: about 10 ms. */
const PIECE = 60_000;

/** Beyond this a text is not shown, even when all of it is asked for; its source can still be saved. */
export const MAX_TEXT = 25_000_000;

/** A long text in pieces of about 60,000 code units that end where a line ends, if it has lines at all. */
export function splitText(text: string): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  const end = Math.min(text.length, MAX_TEXT);
  while (from < end) {
    if (end - from <= PIECE) {
      pieces.push(text.slice(from, end));
      break;
    }
    const lineEnd = text.lastIndexOf('\n', from + PIECE);
    let to = lineEnd > from ? lineEnd + 1 : from + PIECE;
    // Between two halves of one character a letter would be lost.
    if (lineEnd <= from && /[\uD800-\uDBFF]/u.test(text.charAt(to - 1))) to -= 1;
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
}
