import { decodedBody, isEmbeddedMessage, leaves, type MimePart } from './mimeTree.ts';
import { isTnefPart } from './attachmentItems.ts';
import { decodeField } from './decodeWords.ts';
import { charsetOf, readHtml, readText, roleOf } from './partContent.ts';
import { readTnef } from './tnef.ts';

export interface ReadableBody {
  readonly text: string | null;
  readonly html: string | null;
}

interface Collected {
  readonly text: string[];
  readonly html: string[];
  /** Whether the HTML holds more than plain text made to HTML. */
  isRich: boolean;
  /** What programs read in a report: shown when nothing else is there to read. */
  readonly reports: string[];
}

/**
 * What a person reads: all text parts one below the other, and the same as HTML when any part is HTML. Of a
 * multipart/alternative the plain choice goes to the text only, the rich one to the HTML only. Attached messages
 * that are read in place come with who, when and what.
 */
export function readableBody(root: MimePart): ReadableBody {
  const collected: Collected = { text: [], html: [], isRich: false, reports: [] };
  collect(root, false, collected);
  const { text, html, isRich, reports } = collected;
  return {
    text:
      text.length > 0
        ? text.map((piece) => piece.replace(/\n+$/, '')).join('\n')
        : isRich || reports.length === 0
          ? null
          : reports.join('\n'),
    html: isRich ? html.join('\n') : null,
  };
}

function collect(part: MimePart, isChoice: boolean, to: Collected): void {
  if (isEmbeddedMessage(part)) {
    const [inner] = part.children;
    if (inner !== undefined && leaves(inner).some(isReadable)) addHead(inner, to);
  }
  if (part.children.length > 0) {
    const choices = isChoice || part.type === 'multipart/alternative';
    for (const child of part.children) collect(child, choices, to);
    return;
  }
  switch (roleOf(part)) {
    case 'text': {
      const { text } = readText(part);
      to.text.push(text);
      if (!isChoice) to.html.push(plainAsHtml(text));
      break;
    }
    case 'html':
      to.html.push(readHtml(part));
      to.isRich = true;
      break;
    case 'report':
      to.reports.push(readText(part).text);
      break;
    case 'attachment':
      if (isTnefPart(part)) addTnef(part, to);
      break;
    case 'none':
      break;
  }
}

const isReadable = (part: MimePart): boolean => ['text', 'html'].includes(roleOf(part));

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

/** The head of a message inside this one. */
function addHead(message: MimePart, to: Collected): void {
  const lines = ['From', 'Subject', 'Date', 'To', 'Cc'].flatMap((name) => {
    const value = message.fields.find(({ key }) => key === name.toLowerCase())?.value ?? '';
    const shown = decodeField(value, 2000, charsetOf(message));
    return shown === '' ? [] : [`${name}: ${shown}`];
  });
  if (lines.length === 0) return;
  to.text.push(`\n${lines.join('\n')}`, '');
  to.html.push(plainAsHtml(lines.join('\n')));
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function plainAsHtml(text: string): string {
  const escaped = text.replace(/[&<>"]/g, (char) => escapes[char] ?? char);
  return `<div style="white-space: pre-wrap">${escaped}</div>`;
}
