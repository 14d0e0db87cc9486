import { LinkifyIt } from 'linkify-it';
import { linkTarget } from '../../../commands/linkTarget.ts';

export type LinePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** Longer lines are not searched for links: the search is what a hostile line would make slow. */
const MAX_LINE = 20_000;

// Only what is certainly an address: with its scheme, or a mail address. `example.com` in prose stays prose.
const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false })
  .add('ftp:', null)
  .add('//', null);

/** Lines as text and links, the texts between two links in one piece with their line ends. */
export function linkifyLines(lines: readonly string[]): readonly LinePart[] {
  const parts: LinePart[] = [];
  let run = '';
  lines.forEach((line, index) => {
    const end = index === lines.length - 1 ? '' : '\n';
    // Most lines hold neither, and the search is the dear part.
    const found = MAY_LINK.test(line) ? linkifyLine(line) : [{ kind: 'text' as const, text: line }];
    for (const part of found) {
      if (part.kind === 'text') {
        run += part.text;
        continue;
      }
      if (run !== '') parts.push({ kind: 'text', text: run });
      run = '';
      parts.push(part);
    }
    run += end;
  });
  if (run !== '') parts.push({ kind: 'text', text: run });
  return parts;
}

const MAY_LINK = /@|:\/\/|mailto:/iu;

/** A line as text and links; a link whose target may not be opened stays text. */
export function linkifyLine(line: string): readonly LinePart[] {
  const matches = line.length > MAX_LINE ? null : linkify.match(line);
  if (matches === null) return [{ kind: 'text', text: line }];
  const parts: LinePart[] = [];
  let at = 0;
  for (const match of matches) {
    const href = linkTarget(match.url);
    if (href === null) continue;
    if (match.index > at) parts.push({ kind: 'text', text: line.slice(at, match.index) });
    parts.push({ kind: 'link', text: match.raw, href });
    at = match.lastIndex;
  }
  if (at < line.length) parts.push({ kind: 'text', text: line.slice(at) });
  return parts;
}
