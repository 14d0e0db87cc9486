/** A run of lines at one quoting depth; depth 0 is the writer's own text. */
export interface TextBlock {
  readonly depth: number;
  readonly lines: readonly string[];
}

/** Deeper quotes are shown as this deep. */
const MAX_DEPTH = 8;

/**
 * Splits plain text into blocks by its `>` prefixes (RFC 3676 section 4.5: `>` and at most one space per level is
 * taken off). Line ends CRLF, LF and CR all count.
 */
export function parsePlainText(text: string): readonly TextBlock[] {
  const blocks: { depth: number; lines: string[] }[] = [];
  for (const line of text.split(/\r\n|\n|\r/u)) {
    const { depth, rest } = unquote(line);
    const last = blocks.at(-1);
    if (last?.depth === depth) last.lines.push(rest);
    else blocks.push({ depth, lines: [rest] });
  }
  return blocks;
}

function unquote(line: string): { readonly depth: number; readonly rest: string } {
  let depth = 0;
  let at = 0;
  while (line[at] === '>') {
    depth += 1;
    at += line[at + 1] === ' ' ? 2 : 1;
  }
  return { depth: Math.min(depth, MAX_DEPTH), rest: line.slice(at) };
}
