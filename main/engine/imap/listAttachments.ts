import { PartId, type AttachmentInfo } from '../../../preload/contract/index.ts';
import { headerString } from '../mime/decodeWords.ts';
import { decodeParameters } from '../mime/parameters.ts';
import { isList, listOf, numberOf, rawOf, textOf, type ImapNode } from './imapNodes.ts';

const MAX_DEPTH = 30;
const MAX_ATTACHMENTS = 1000;

/** Where a part stands: what the reading of the whole message (mime/partContent) decides by, too. */
interface Place {
  readonly path: readonly number[];
  readonly depth: number;
  /** The subtype of the multipart around it; empty at the root of a message. */
  readonly around: string;
}

/**
 * The attachments of a BODYSTRUCTURE (RFC 3501 section 7.4.2), in order, with their section numbers. A part is one
 * when it says so, has a file name where texts are no choices, or is neither text nor multipart; `inline` ones belong
 * into the text. A message/rfc822 is one attachment when its sender or a report attached it; else it is read in place
 * and its own attachments are listed.
 */
export function listAttachments(structure: readonly ImapNode[]): AttachmentInfo[] {
  const found: AttachmentInfo[] = [];
  walk(structure, { path: [], depth: 0, around: '' }, found);
  return found;
}

function walk(node: readonly ImapNode[], place: Place, found: AttachmentInfo[]): void {
  if (place.depth > MAX_DEPTH || found.length >= MAX_ATTACHMENTS) return;
  if (isList(node[0])) {
    const children = node.findIndex((child) => !isList(child));
    const around = textOf(node[children]).toLowerCase();
    for (const [index, child] of node.slice(0, children < 0 ? undefined : children).entries())
      if (isList(child))
        walk(child, { path: [...place.path, index + 1], depth: place.depth + 1, around }, found);
    return;
  }
  const inner = embeddedStructure(node, place);
  if (inner === null) {
    const attachment = describe(node, place);
    if (attachment !== null) found.push(attachment);
    return;
  }
  // The text of a message that is no multipart is its part 1 (RFC 3501 section 6.4.5).
  const path = isList(inner[0]) ? place.path : [...place.path, 1];
  walk(inner, { path, depth: place.depth + 1, around: '' }, found);
}

/** The structure of a message that is read in place; null for everything else. */
function embeddedStructure(node: readonly ImapNode[], { around }: Place): readonly ImapNode[] | null {
  const inner = node[8];
  if (typeOf(node) !== 'message/rfc822' || around === 'report' || !isList(inner)) return null;
  return textOf(findDisposition(node)[0]).toLowerCase() === 'attachment' ? null : inner;
}

const typeOf = (node: readonly ImapNode[]): string =>
  `${textOf(node[0])}/${textOf(node[1])}`.toLowerCase().slice(0, 255);

function describe(node: readonly ImapNode[], { path, around }: Place): AttachmentInfo | null {
  const section = path.length === 0 ? '1' : path.join('.');
  const type = typeOf(node);
  if (type === 'message/delivery-status' && around === 'report') return null;
  if (type === 'application/applefile' && around === 'appledouble') return null;
  const disposition = findDisposition(node);
  const isText = type === 'text/plain' || type === 'text/html';
  // Most parts by far: a text that nobody calls a file.
  if (isText && disposition.length === 0 && !mayHaveName(node[2])) return null;
  const parameters = readParameters(node[2]);
  const kind = textOf(disposition[0]).toLowerCase();
  const given = readParameters(disposition[1]);
  const name = given.get('filename') ?? parameters.get('name') ?? '';
  const contentId = textOf(node[3]).trim().replace(/^<|>$/g, '').slice(0, 1000);
  const isFile = name !== '' && !['', 'alternative', 'related'].includes(around);
  if (isText && kind !== 'attachment' && !isFile) return null;
  const partId = PartId.safeParse(section);
  if (!partId.success) return null;
  return {
    partId: partId.data,
    name: name.slice(0, 2000),
    type,
    sizeBytes: decodedSize(numberOf(node[6]) ?? 0, textOf(node[5])),
    contentId: contentId === '' ? null : contentId,
    inline: kind === 'inline' || (kind === '' && contentId !== '' && type.startsWith('image/')),
  };
}

/** Base64 takes 4 characters and a line end of 2 in 78 for every 3 bytes: good to one per cent. */
const decodedSize = (encoded: number, encoding: string): number =>
  encoding.toLowerCase() === 'base64' ? Math.floor((encoded * 57) / 78) : encoded;

/**
 * Where the disposition stands depends on the type and on how faithful the server is: it is the list in the
 * extension data that begins with a word and goes on with parameters or NIL.
 */
function findDisposition(node: readonly ImapNode[]): readonly ImapNode[] {
  for (const candidate of node.slice(7)) {
    if (!isList(candidate) || isList(candidate[0])) continue;
    if (/^(attachment|inline|form-data)$/i.test(textOf(candidate[0]))) return candidate;
  }
  return [];
}

const mayHaveName = (parameters: ImapNode | undefined): boolean =>
  listOf(parameters).some((node, index) => index % 2 === 0 && /^name/i.test(textOf(node)));

/** MIME parameters, decoded: encoded-words, RFC 2231 charsets and continuations, raw bytes. Names in lower case. */
export function readParameters(node: ImapNode | undefined): ReadonlyMap<string, string> {
  const raw = new Map<string, string>();
  const list = listOf(node);
  for (let at = 0; at + 1 < list.length && at < 400; at += 2) {
    const value = rawOf(list[at + 1]) ?? '';
    const text = typeof value === 'string' ? value : headerString(value.toString('latin1'));
    raw.set(textOf(list[at]).toLowerCase(), text);
  }
  return decodeParameters(raw);
}
