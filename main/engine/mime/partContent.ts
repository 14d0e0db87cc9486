import { resolveCharset } from './charsetLabels.ts';
import { readBytes, type DecodedText, type Reading } from './charsets.ts';
import { unflow } from './flowedText.ts';
import { bodyOf, charsetOf, decodedBody, isEmbeddedMessage, isMultipart, type MimePart } from './mimeTree.ts';
import { takeUuencoded, type FoundFile } from './uuencode.ts';
import { takeYenc } from './yenc.ts';

/** What a leaf is to a reader. A `report` is the part of a delivery report that programs read (RFC 3464). */
export type PartRole = 'text' | 'html' | 'attachment' | 'report' | 'none';

/** Whether a leaf is read in place or listed (RFC 2183). A name makes a text a file, except where texts are choices. */
export function roleOf(part: MimePart): PartRole {
  if (isMultipart(part) || (isEmbeddedMessage(part) && part.children.length > 0)) return 'none';
  if (part.type === 'message/delivery-status' && part.parent?.type === 'multipart/report') return 'report';
  // The resource fork of an old Macintosh file; its data fork is the next part (RFC 1740).
  if (part.type === 'application/applefile' && part.parent?.type === 'multipart/appledouble') return 'none';
  if (part.type !== 'text/plain' && part.type !== 'text/html') return 'attachment';
  if (part.disposition === 'attachment') return 'attachment';
  if (part.fileName !== '' && isNamedFile(part)) return 'attachment';
  return part.type === 'text/plain' ? 'text' : 'html';
}

function isNamedFile({ parent }: MimePart): boolean {
  if (parent === null || !isMultipart(parent)) return false;
  return parent.type !== 'multipart/alternative' && parent.type !== 'multipart/related';
}

/** Text longer than this is cut before it is decoded: what is shown is far shorter. */
const MAX_TEXT_BYTES = 16_000_000;

export interface TextContent {
  /** Line ends are LF. */
  readonly text: string;
  readonly decoded: DecodedText;
  /** Files that were written into the text: uuencode, yEnc. */
  readonly files: readonly FoundFile[];
}

/** A text part decoded for reading, with the files in it taken out. */
export function readText(part: MimePart, reading: Reading): TextContent {
  const bytes = decodedBody(part).subarray(0, MAX_TEXT_BYTES);
  const { bytes: rest, files } = mayHoldFiles(part) ? takeFiles(bytes) : { bytes, files: [] };
  const decoded = readBytes(rest, charsetOf(part), reading);
  const text = decoded.text.replace(/\r\n/g, '\n');
  const isFlowed = part.typeParameters.get('format')?.toLowerCase() === 'flowed';
  const delSp = part.typeParameters.get('delsp')?.toLowerCase() === 'yes';
  return { text: isFlowed ? unflow(text, delSp) : text, decoded, files };
}

/** Told from the encoded bytes: base64 says nothing, and nobody encodes twice. */
function mayHoldFiles(part: MimePart): boolean {
  const body = bodyOf(part);
  return part.encoding !== 'base64' && (body.includes('begin ') || body.includes('=ybegin '));
}

function takeFiles(bytes: Buffer): { bytes: Buffer; files: readonly FoundFile[] } {
  const uu = takeUuencoded(bytes.toString('latin1'));
  const yenc = takeYenc(uu.text);
  const files = [...uu.files, ...yenc.files];
  return files.length === 0 ? { bytes, files } : { bytes: Buffer.from(yenc.text, 'latin1'), files };
}

/** The files written into a text part; cheap when there are none. */
export const filesInText = (part: MimePart): readonly FoundFile[] =>
  mayHoldFiles(part) ? takeFiles(decodedBody(part).subarray(0, MAX_TEXT_BYTES)).files : [];

/** An HTML part decoded: by its label, else by what its own head says. */
export function readHtml(part: MimePart, reading: Reading): DecodedText {
  const bytes = decodedBody(part).subarray(0, MAX_TEXT_BYTES);
  const own =
    /<meta[^>]{0,300}charset\s*=\s*["']?\s*([\w:.-]{2,40})/i.exec(bytes.toString('latin1', 0, 4096))?.[1] ??
    '';
  const label = charsetOf(part);
  // UTF-16 cannot be said in bytes that are readable as ASCII.
  const hint = resolveCharset(own).startsWith('utf-16') ? '' : own;
  const likely = hint || reading.likely;
  return readBytes(bytes, resolveCharset(label) === '' ? hint : label, { ...reading, likely });
}
