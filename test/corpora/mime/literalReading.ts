import iconv from 'iconv-lite';
import type { MessageBody } from '../../../preload/contract/index.ts';
import { bodyOf, leaves, readMimeTree, type MimePart } from '../../../main/engine/mime/mimeTree.ts';
import { roleOf } from '../../../main/engine/mime/partContent.ts';
import { decodeTransfer } from '../../../main/engine/mime/transferEncoding.ts';
import { normalText, sha256 } from './normalForms.ts';

/**
 * Why a text differs from the agreed one where it should: `charset`, the label made characters unreadable and they
 * were read all the same; `flowed`, lines of format=flowed were joined; `files`, uuencoded files were taken out.
 */
export type Repair = 'charset' | 'flowed' | 'files';

const textParts = (source: Uint8Array): MimePart[] =>
  leaves(readMimeTree(Buffer.from(source)).root).filter((part) => roleOf(part) === 'text');

const bytesOf = (part: MimePart): Buffer => decodeTransfer(bodyOf(part), part.encoding);

/**
 * The text without any repair: bytes by their label and nothing else, lines as they came, uuencoded files left in.
 * Where parsers agree on exactly this, they agree that nobody repaired it.
 */
const literalText = (parts: readonly MimePart[]): string =>
  normalText(
    parts
      .map((part) => {
        const label = part.typeParameters.get('charset') ?? 'us-ascii';
        const isUtf8 = !iconv.encodingExists(label) || /ascii/i.test(label);
        return iconv
          .decode(bytesOf(part), isUtf8 ? 'utf-8' : label)
          .replace(/\r\n/g, '\n')
          .replace(/\n$/, '');
      })
      .join('\n'),
  );

const UU_BLOCK = /^begin [0-7]{3,4}[^\n]*\n[^]*?\nend$/gm;
const bare = (text: string): string => text.replace(/[^\x21-\x7e]/g, '');
const solid = (text: string): string => text.replace(/\s+/g, '');

/**
 * The repair by which `text` differs from the agreed text, proven against the literal reading; null when it is none:
 * the agreed text must be the literal one, and ours must be it without its damage.
 */
export function repairOf(
  source: Uint8Array,
  agreedSha: string,
  text: string,
  { filesTaken, charset }: { readonly filesTaken: number; readonly charset: MessageBody['charset'] },
): Repair | null {
  const parts = textParts(source);
  const literal = literalText(parts);
  const withHoles = literal.replace(/[^\0-\x7f]/g, '\ufffd');
  if (![literal, withHoles].some((candidate) => sha256(candidate) === agreedSha)) return null;
  if (text.includes('\ufffd')) return null;
  const blocks = literal.match(UU_BLOCK)?.length ?? 0;
  if (blocks !== filesTaken) return null;
  if (blocks > 0) return bare(text) === bare(literal.replace(UU_BLOCK, '')) ? 'files' : null;
  if (solid(text) === solid(literal)) return 'flowed';
  return bare(text) === bare(literal) || isSameBytes(parts, text, charset) ? 'charset' : null;
}

/** Whether the text is what the part's bytes say in the charset it is said to be read in, none lost, none added. */
function isSameBytes(parts: readonly MimePart[], text: string, charset: MessageBody['charset']): boolean {
  const [part] = parts;
  if (part === undefined || parts.length > 1 || charset === undefined) return false;
  const encoded = iconv.encode(text.replace(/\n/g, ''), charset.name).toString('latin1');
  return (
    encoded ===
    bytesOf(part)
      .toString('latin1')
      .replace(/[\r\n]/g, '')
  );
}

/** Whether the agreed value has holes (U+FFFD) where `value` has characters, all else being equal. */
export const fillsHoles = (agreed: string, value: string): boolean =>
  agreed.includes('\ufffd') && !value.includes('\ufffd') && bare(agreed) === bare(value);
