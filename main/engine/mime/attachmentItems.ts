import { PartId } from '../../../preload/contract/index.ts';
import type { Reading } from './charsets.ts';
import { decodedBody, bodyOf, fileNameOf, leaves, type MimePart } from './mimeTree.ts';
import { filesInText, roleOf } from './partContent.ts';
import { isTnef, readTnef } from './tnef.ts';
import { decodedSize } from './transferEncoding.ts';

/** Something a message carries beside its text. */
export interface AttachmentItem {
  readonly partId: PartId;
  readonly name: string;
  readonly type: string;
  /** As the field has it, without brackets. */
  readonly contentId: string | null;
  readonly inline: boolean;
  /** Without decoding: good to a few per cent for base64. */
  estimateSize(): number;
  /** Exact; base64 is counted, not decoded. */
  size(): number;
  bytes(): Buffer;
}

const MAX_ITEMS = 2000;
/** Files found inside a part are numbered from here: no multipart has so many parts before its limit. */
const FIRST_FOUND = 9001;

/**
 * Everything a message carries beside its text, in order, each under a number of its own that stays the same for the
 * same bytes: MIME parts by their IMAP section, files inside a part (uuencode, yEnc, winmail.dat) below it.
 */
export function attachmentItems(root: MimePart, reading: Reading): AttachmentItem[] {
  const items: AttachmentItem[] = [];
  for (const part of leaves(root)) {
    if (items.length >= MAX_ITEMS) break;
    const role = roleOf(part);
    if (role === 'attachment') items.push(...itemsOfPart(part, reading));
    else if (role === 'text') items.push(...foundItems(part, filesInText(part)));
  }
  return items;
}

/** A part's number (RFC 3501 section 6.4.5): the text of a message that is no multipart is its part 1. */
export function sectionOf(part: MimePart): string {
  if (part.section === '') return '1';
  const isOwnMessage = part.parent?.section === part.section;
  return isOwnMessage && part.children.length === 0 ? `${part.section}.1` : part.section;
}

function itemsOfPart(part: MimePart, reading: Reading): AttachmentItem[] {
  const tnef = isTnefPart(part) ? readTnef(decodedBody(part)) : null;
  if (tnef !== null) {
    const body = tnef.rtf === null ? [] : [{ name: 'message.rtf', type: 'text/rtf', bytes: tnef.rtf }];
    const found = foundItems(part, [...tnef.files, ...body]);
    if (found.length > 0 || tnef.text !== null || tnef.html !== null) return found;
  }
  const partId = PartId.safeParse(sectionOf(part));
  if (!partId.success) return [];
  return [
    {
      partId: partId.data,
      name: fileNameOf(part, reading) || (part.type === 'message/partial' ? partialName(part) : ''),
      type: part.type,
      contentId: contentIdOf(part),
      inline: isInline(part),
      estimateSize: () => estimateSize(part),
      size: () => decodedSize(bodyOf(part), part.encoding),
      bytes: () => decodedBody(part),
    },
  ];
}

export const isTnefPart = (part: MimePart): boolean =>
  /^application\/(vnd\.)?ms-tnef$/.test(part.type) ||
  (/^winmail\.dat$/i.test(part.fileName) && isTnef(decodedBody(part)));

function foundItems(
  part: MimePart,
  files: readonly {
    readonly name: string;
    readonly bytes: Buffer;
    readonly type?: string;
    readonly contentId?: string | null;
  }[],
): AttachmentItem[] {
  return files.flatMap((file, index) => {
    const partId = PartId.safeParse(`${sectionOf(part)}.${FIRST_FOUND + index}`);
    if (!partId.success || index > 900) return [];
    return {
      partId: partId.data,
      name: file.name,
      type: file.type ?? 'application/octet-stream',
      contentId: file.contentId ?? null,
      inline: false,
      estimateSize: () => file.bytes.length,
      size: () => file.bytes.length,
      bytes: () => file.bytes,
    };
  });
}

/** message/partial (RFC 2046 section 5.2.2) is named as what it is: one piece of a message. */
function partialName(part: MimePart): string {
  const [number, total] = ['number', 'total'].map(
    (key) => part.typeParameters.get(key)?.replace(/\D/g, '') ?? '',
  );
  return `part ${number || '?'} of ${total || '?'}.eml`;
}

const contentIdOf = (part: MimePart): string | null => {
  const value = part.fields.find(({ key }) => key === 'content-id')?.value ?? '';
  return /<([^<>\s]{1,1000})>/.exec(value)?.[1] ?? (value.trim() === '' ? null : value.trim().slice(0, 1000));
};

/** Belongs into the text: related to it, or asked to be shown there and able to. */
function isInline(part: MimePart): boolean {
  const hasId = contentIdOf(part) !== null;
  if (!hasId || part.disposition === 'attachment') return isRelated(part) && hasId;
  return isRelated(part) || part.disposition === 'inline' || part.type.startsWith('image/');
}

function isRelated(part: MimePart): boolean {
  for (let at = part.parent; at !== null; at = at.parent) if (at.type === 'multipart/related') return true;
  return false;
}

/** Base64 takes 4 characters for 3 bytes and a line end in its lines. */
function estimateSize(part: MimePart): number {
  const body = bodyOf(part);
  if (part.encoding !== 'base64') return body.length;
  const lineEnd = body.indexOf(0x0a);
  const perLine = lineEnd < 0 ? body.length : lineEnd + 1;
  const ends = lineEnd < 0 ? 0 : Math.floor(body.length / perLine) * (body[lineEnd - 1] === 0x0d ? 2 : 1);
  return Math.max(0, Math.floor(((body.length - ends) * 3) / 4));
}
