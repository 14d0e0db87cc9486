import { PartId, type NestedMessage } from '../../../preload/contract/index.ts';
import { sectionOf } from './attachmentItems.ts';
import { parseMailDate } from './mailDate.ts';
import { readingOf, type ReadingChoice } from './mimeReading.ts';
import { isEmbeddedMessage, type MimePart } from './mimeTree.ts';
import { readableBody } from './readableBody.ts';
import { firstField, readHead } from './summarizeSource.ts';

const MAX_NESTED = 200;
const MAX_DEPTH = 30;

/** Messages that are read in place, in order, those inside them right behind each; `maxText` characters in all. */
export function nestedMessages(root: MimePart, choice: ReadingChoice, maxText: number): NestedMessage[] {
  const found: NestedMessage[] = [];
  let left = maxText;
  const cut = (text: string | null): string | null => {
    const kept = text?.slice(0, left) ?? null;
    left -= kept?.length ?? 0;
    return kept;
  };
  const visit = (part: MimePart, depth: number): void => {
    if (found.length >= MAX_NESTED) return;
    const isMessage = isEmbeddedMessage(part) && part.children.length > 0;
    const partId = PartId.safeParse(sectionOf(part));
    const [inner] = part.children;
    if (isMessage && inner !== undefined && partId.success && depth < MAX_DEPTH) {
      const reading = readingOf(inner, choice);
      const { subject, from, to, cc } = readHead(inner.fields, reading);
      const { text, html } = readableBody(inner, reading);
      found.push({
        partId: partId.data,
        depth: depth + 1,
        subject,
        from,
        to,
        cc,
        date: parseMailDate(firstField(inner.fields, 'date')),
        text: cut(text),
        html: cut(html),
      });
    }
    for (const child of part.children) visit(child, isMessage ? depth + 1 : depth);
  };
  visit(root, 0);
  return found;
}
