import type { MimeNode } from '../mime/parseMimeTree.ts';

/** What stands between the brackets of `BODY[…]` (RFC 3501 section 6.4.5). */
export interface BodySection {
  /** Part numbers from the outside in; empty means the message itself. */
  readonly path: readonly number[];
  readonly part:
    | { readonly kind: 'whole' | 'header' | 'text' | 'mime' }
    | { readonly kind: 'headerFields'; readonly names: readonly string[]; readonly not: boolean };
}

const partsOf = (node: MimeNode): readonly MimeNode[] => {
  const holder = node.embedded ?? node;
  if (holder.children.length > 0) return holder.children;
  return node.embedded === undefined ? [] : [node.embedded];
};

/** The part a path leads to. Part 1 of a message without parts is its body. */
const findPart = (root: MimeNode, path: readonly number[]): MimeNode | undefined => {
  let node: MimeNode = root;
  for (const [depth, number] of path.entries()) {
    const parts = depth === 0 && root.children.length === 0 ? [root] : partsOf(node);
    const next = parts[number - 1];
    if (next === undefined) return undefined;
    node = next;
  }
  return node;
};

const selectFields = (source: Buffer, message: MimeNode, names: readonly string[], not: boolean): string => {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const fields = message.fields.filter((field) => wanted.has(field.name.toLowerCase()) !== not);
  return `${fields.map((field) => source.toString('latin1', field.start, field.end)).join('')}\r\n`;
};

/** The bytes of a section as a byte string, or undefined where the message has no such part. */
export const readBodySection = (source: Buffer, root: MimeNode, section: BodySection): string | undefined => {
  const slice = (from: number, to: number): string => source.toString('latin1', from, to);
  const node = findPart(root, section.path);
  if (node === undefined) return undefined;
  const { part } = section;
  if (part.kind === 'mime') return slice(node.headerStart, node.bodyStart);
  if (part.kind === 'whole') {
    return section.path.length === 0 ? slice(0, source.length) : slice(node.bodyStart, node.bodyEnd);
  }
  // HEADER and TEXT are of a message: the whole one, or one that is attached.
  const message = section.path.length === 0 ? root : node.embedded;
  if (message === undefined) return undefined;
  if (part.kind === 'headerFields') return selectFields(source, message, part.names, part.not);
  return part.kind === 'header'
    ? slice(message.headerStart, message.bodyStart)
    : slice(message.bodyStart, message.bodyEnd);
};
