import { decodeText } from './charsets.ts';
import { inflateRtf } from './compressedRtf.ts';
import { readRtf } from './rtfText.ts';
import { propertyBytes, propertyText, readMapiProperties } from './mapiProperties.ts';

export interface TnefFile {
  readonly name: string;
  readonly type: string;
  readonly contentId: string | null;
  readonly bytes: Buffer;
}

/** What Outlook packed into winmail.dat. */
export interface TnefContent {
  readonly text: string | null;
  readonly html: string | null;
  /** Its text as RTF, where that is more than plain text and no HTML. */
  readonly rtf: Buffer | null;
  readonly files: readonly TnefFile[];
}

const SIGNATURE = 0x223e9f78;
const MAX_FILES = 200;
const MAX_ATTRIBUTES = 20_000;
/** A message in a message in a message: deeper ones stay packed. */
const MAX_DEPTH = 5;

const attribute = {
  body: 0x800c,
  data: 0x800f,
  title: 0x8010,
  renderData: 0x9002,
  messageProperties: 0x9003,
  attachmentProperties: 0x9005,
  codePage: 0x9007,
} as const;
const property = {
  body: 0x1000,
  html: 0x1013,
  rtf: 0x1009,
  attachData: 0x3701,
  attachFileName: 0x3704,
  attachLongFileName: 0x3707,
  attachMimeTag: 0x370e,
  attachContentId: 0x3712,
} as const;

interface OpenFile {
  name: string;
  type: string;
  contentId: string | null;
  bytes: Buffer | null;
  isMessage: boolean;
}

export const isTnef = (bytes: Buffer): boolean => bytes.length > 6 && bytes.readUInt32LE(0) === SIGNATURE;

/**
 * Unpacks a TNEF stream (MS-OXTNEF): the files, those of messages inside it too, and the text where it has some.
 * Null when it is none. Counts and depth are bounded; every file is a view of `bytes`, only RTF is inflated.
 */
export function readTnef(bytes: Buffer, depth = 0): TnefContent | null {
  if (!isTnef(bytes)) return null;
  const files: TnefFile[] = [];
  let text: string | null = null;
  let html: string | null = null;
  let rtf: Buffer | null = null;
  let codePage = '';
  let file: OpenFile | null = null;
  const close = (): void => {
    if (file !== null) files.push(...unpack(file, depth).slice(0, MAX_FILES - files.length));
    file = null;
  };
  let at = 6;
  for (let count = 0; count < MAX_ATTRIBUTES && at + 11 <= bytes.length; count += 1) {
    const id = bytes.readUInt16LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    const data = bytes.subarray(at + 9, at + 9 + length);
    // A cut stream keeps what came before it.
    if (data.length < length) break;
    at += 9 + length + 2;
    if (id === attribute.codePage && length >= 4) codePage = `cp${data.readUInt32LE(0)}`;
    else if (id === attribute.body) text ??= decodeText(untilNul(data), codePage);
    else if (id === attribute.messageProperties) {
      const properties = readMapiProperties(data);
      text = propertyText(properties.get(property.body), codePage) ?? text;
      const packed = properties.get(property.rtf);
      if (packed !== undefined) rtf = inflateRtf(propertyBytes(packed));
      const rich = properties.get(property.html);
      if (rich !== undefined)
        html = decodeText(propertyBytes(rich), metaCharset(propertyBytes(rich)) || codePage);
    } else if (id === attribute.renderData) {
      close();
      file = { name: '', type: '', contentId: null, bytes: null, isMessage: false };
    } else if (file !== null) readFileAttribute(file, id, data, codePage);
  }
  close();
  const read = rtf === null || html !== null ? null : readRtf(rtf);
  return {
    text: text ?? (read?.kind === 'text' ? read.content : null),
    html: html ?? (read?.kind === 'html' ? read.content : null),
    // What it looks like cannot be shown here: it stays a file.
    rtf: read?.kind === 'text' ? rtf : null,
    files,
  };
}

function readFileAttribute(file: OpenFile, id: number, data: Buffer, codePage: string): void {
  if (id === attribute.title) file.name ||= decodeText(untilNul(data), codePage);
  else if (id === attribute.data) file.bytes = data;
  else if (id === attribute.attachmentProperties) {
    const properties = readMapiProperties(data);
    const text = (key: number): string => propertyText(properties.get(key), codePage) ?? '';
    file.name = text(property.attachLongFileName) || file.name || text(property.attachFileName);
    file.type = text(property.attachMimeTag);
    file.contentId = text(property.attachContentId) || null;
    const object = properties.get(property.attachData);
    if (object === undefined || object.kind === 'fixed') return;
    // An object begins with the 16 bytes that say which interface it is; a message in it is TNEF again.
    const content = propertyBytes(object).subarray(object.kind === 'object' ? 16 : 0);
    file.isMessage = isTnef(content);
    file.bytes ??= content;
  }
}

function unpack(file: OpenFile, depth: number): TnefFile[] {
  const { name, type, contentId, bytes } = file;
  if (bytes === null) return [];
  const inner = file.isMessage && depth < MAX_DEPTH ? readTnef(bytes, depth + 1) : null;
  if (inner === null) return [{ name, type: mediaType(type), contentId, bytes }];
  const own = ownText(inner);
  return [...(own === null ? [] : [{ ...own, name: `${name || 'message'}.${own.name}` }]), ...inner.files];
}

/** A packed message's text as a file, named by its kind. */
function ownText({ html, text, rtf }: TnefContent): TnefFile | null {
  const file = (name: string, type: string, bytes: Buffer): TnefFile => ({
    name,
    type,
    contentId: null,
    bytes,
  });
  if (html !== null) return file('html', 'text/html', Buffer.from(html));
  if (text !== null) return file('txt', 'text/plain', Buffer.from(text));
  return rtf === null ? null : file('rtf', 'text/rtf', rtf);
}

const mediaType = (type: string): string =>
  /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type.toLowerCase() : 'application/octet-stream';

const metaCharset = (html: Buffer): string =>
  /charset=["']?([\w-]+)/i.exec(html.toString('latin1', 0, 2000))?.[1] ?? '';

function untilNul(data: Buffer): Buffer {
  const nul = data.indexOf(0);
  return nul < 0 ? data : data.subarray(0, nul);
}
