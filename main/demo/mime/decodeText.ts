import { fieldValue } from './parseHeader.ts';
import { parameter } from './parseParameters.ts';
import type { MimeNode } from './parseMimeTree.ts';

const decodeBytes = (bytes: Buffer, charset: string): string => {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch (error) {
    // An unknown label is not worth failing a search for: its ASCII still matches.
    if (error instanceof RangeError) return bytes.toString('latin1');
    throw error;
  }
};

const decodeQuotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/=[ \t]*\r?\n/g, '')
      .replace(/=([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

const decodeTransfer = (body: Buffer, encoding: string): Buffer => {
  const name = encoding.toLowerCase();
  if (name === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  return name === 'quoted-printable' ? decodeQuotedPrintable(body.toString('latin1')) : body;
};

/** Header text with its encoded words (RFC 2047) resolved, raw 8-bit read as UTF-8. For searching, not for showing. */
export const decodeHeaderText = (value: string): string =>
  Buffer.from(value, 'latin1')
    .toString('utf8')
    .replace(/(\?=)\s+(=\?)/g, '$1$2')
    .replace(/=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=/g, (_all, charset: string, kind: string, text: string) => {
      const bytes =
        kind.toLowerCase() === 'b'
          ? Buffer.from(text, 'base64')
          : decodeQuotedPrintable(text.replaceAll('_', ' '));
      return decodeBytes(bytes, charset.replace(/\*.*$/, ''));
    });

/** All text parts below `node`, decoded and joined. Markup stays in: a server's SEARCH does not read HTML. */
export const decodeBodyText = (source: Buffer, node: MimeNode): string => {
  if (node.embedded !== undefined) return decodeBodyText(source, node.embedded);
  if (node.children.length > 0) return node.children.map((child) => decodeBodyText(source, child)).join('\n');
  if (!node.mediaType.startsWith('text/')) return '';
  const body = source.subarray(node.bodyStart, node.bodyEnd);
  const decoded = decodeTransfer(body, fieldValue(node.fields, 'content-transfer-encoding') ?? '7bit');
  return decodeBytes(decoded, parameter(node.contentType, 'charset') ?? 'utf-8');
};
