import iconv from 'iconv-lite';
import { decodeTransfer } from '../../../main/engine/mime/transferEncoding.ts';
import { bodyOf, leaves, readMimeTree } from '../../../main/engine/mime/mimeTree.ts';
import { roleOf } from '../../../main/engine/mime/partContent.ts';
import { normalText, sha256 } from './normalForms.ts';

/**
 * The text without any repair: bytes by their label and nothing else, lines as they came, uuencoded files left in.
 * Where parsers agree on exactly this, they agree that nobody repaired it.
 */
function literalText(source: Uint8Array): string {
  const { root } = readMimeTree(Buffer.from(source));
  return normalText(
    leaves(root)
      .filter((part) => roleOf(part) === 'text')
      .map((part) => {
        const label = part.typeParameters.get('charset') ?? 'us-ascii';
        const bytes = decodeTransfer(bodyOf(part), part.encoding);
        const isUtf8 = !iconv.encodingExists(label) || /ascii/i.test(label);
        return iconv
          .decode(bytes, isUtf8 ? 'utf-8' : label)
          .replace(/\r\n/g, '\n')
          .replace(/\n$/, '');
      })
      .join('\n'),
  );
}

const UU_BLOCK = /^begin [0-7]{3,4}[^\n]*\n[^]*?\nend$/gm;
const bare = (text: string): string => text.replace(/[^\x21-\x7e]/g, '');

/**
 * Whether `text` differs from the agreed text only by a repair that a person wants, checked against the literal
 * reading: characters that the label made unreadable (the ASCII around them being equal), lines of format=flowed
 * joined (nothing but white space differing), uuencoded files taken out (as many as were found).
 */
export function isRepaired(source: Uint8Array, agreedSha: string, text: string, filesTaken: number): boolean {
  const literal = literalText(source);
  const withHoles = literal.replace(/[^\0-\x7f]/g, '\ufffd');
  if (![literal, withHoles].some((candidate) => sha256(candidate) === agreedSha)) return false;
  const blocks = literal.match(UU_BLOCK)?.length ?? 0;
  if (blocks !== filesTaken) return false;
  return !text.includes('\ufffd') && bare(text) === bare(literal.replace(UU_BLOCK, ''));
}

/** Whether the agreed value has holes (U+FFFD) where `value` has characters, all else being equal. */
export const fillsHoles = (agreed: string, value: string): boolean =>
  agreed.includes('\ufffd') && !value.includes('\ufffd') && bare(agreed) === bare(value);
