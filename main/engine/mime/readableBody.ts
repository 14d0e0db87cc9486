import type { CharsetUse } from '../../../preload/contract/index.ts';
import { isTnefPart } from './attachmentItems.ts';
import type { DecodedText, Reading } from './charsets.ts';
import { decodedBody, isEmbeddedMessage, type MimePart } from './mimeTree.ts';
import { readHtml, readText, roleOf } from './partContent.ts';
import { readTnef } from './tnef.ts';

export interface ReadableBody {
  readonly text: string | null;
  readonly html: string | null;
  /** How the first text that is not plain ASCII was read; null when all is. */
  readonly charset: CharsetUse | null;
}

interface Collected {
  readonly reading: Reading;
  readonly text: string[];
  readonly html: string[];
  /** Whether the HTML holds more than plain text made to HTML. */
  isRich: boolean;
  /** What programs read in a report: shown when nothing else is there to read. */
  readonly reports: string[];
  charset: CharsetUse | null;
}

/**
 * What a person reads: all text parts one below the other, and the same as HTML when any part is HTML. Of a
 * multipart/alternative the plain choice goes to the text only, the rich one to the HTML only. Messages inside are
 * read apart (`nestedMessages`).
 */
export function readableBody(root: MimePart, reading: Reading): ReadableBody {
  const collected: Collected = { reading, text: [], html: [], isRich: false, reports: [], charset: null };
  collect(root, false, collected);
  const { text, html, isRich, reports, charset } = collected;
  return {
    text:
      text.length > 0
        ? text.map((piece) => piece.replace(/\n+$/, '')).join('\n')
        : isRich || reports.length === 0
          ? null
          : reports.join('\n'),
    html: isRich ? html.join('\n') : null,
    charset,
  };
}

function collect(part: MimePart, isChoice: boolean, to: Collected): void {
  if (isEmbeddedMessage(part) && part.children.length > 0) return;
  if (part.children.length > 0) {
    const choices = isChoice || part.type === 'multipart/alternative';
    for (const child of part.children) collect(child, choices, to);
    return;
  }
  switch (roleOf(part)) {
    case 'text': {
      const { text, decoded } = readText(part, to.reading);
      note(decoded, to);
      to.text.push(text);
      if (!isChoice) to.html.push(plainAsHtml(text));
      break;
    }
    case 'html': {
      const decoded = readHtml(part, to.reading);
      note(decoded, to);
      to.html.push(decoded.text);
      to.isRich = true;
      break;
    }
    case 'report':
      to.reports.push(readText(part, to.reading).text);
      break;
    case 'attachment':
      if (isTnefPart(part)) addTnef(part, to);
      break;
    case 'none':
      break;
  }
}

function note({ text, charset, source }: DecodedText, to: Collected): void {
  if (to.charset === null && /[^\0-\x7f]/.test(text)) to.charset = { name: charset, source };
}

/** Outlook's own text, where the message brings no other. */
function addTnef(part: MimePart, to: Collected): void {
  const content = readTnef(decodedBody(part));
  if (content === null || to.isRich || to.text.some((text) => text.trim() !== '')) return;
  if (content.text !== null) to.text.push(content.text.replace(/\r\n?/g, '\n'));
  if (content.html !== null) {
    to.html.push(content.html);
    to.isRich = true;
  }
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function plainAsHtml(text: string): string {
  const escaped = text.replace(/[&<>"]/g, (char) => escapes[char] ?? char);
  return `<div style="white-space: pre-wrap">${escaped}</div>`;
}
