import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { guessCharset } from './guessCharset.ts';
import { decodeHz, decodeIso2022 } from './iso2022.ts';
import { decodeJohab } from './johab.ts';

/** Labels of the real world that mean another charset than they say, or one that iconv-lite has under another name. */
const aliases: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    cp949:
      'kscusersdefined ksc56011987 ksc56011989 ksc5601 ksx1001 euckr euckorean korean uhc xwindows949 windows949 ms949 cp949 949 isoir149 csksc56011987 cseuckr ksc56011992',
    johab: 'johab cp1361 ms1361 1361 ksc56011992johab',
    shift_jis: 'shiftjis sjis xsjis mskanji cp932 ms932 windows31j cswindows31j csshiftjis 932',
    'euc-jp': 'eucjp xeucjp xeuc ujis cseucpkdfmtjapanese cp51932 eucjpms',
    gb18030: 'gb2312 gb231280 euccn gbk xgbk cp936 ms936 gb18030 chinese csgb2312 936 gb',
    big5: 'big5 xxbig5 cnbig5 csbig5 big5eten cp950 950 big5hkscs',
    'windows-1252':
      'iso88591 latin1 l1 cp1252 windows1252 ansix341968 iso885911 xansi ansi 1252 cp819 westerneuropean',
    'windows-1254': 'iso88599 latin5',
    'windows-874': 'iso885911thai tis620 windows874 iso88591101',
    'utf-8': 'utf8 unicode11utf8 utf8mac unicodeutf8 utf8n xunicode20utf8 cp65001 65001 cesu8',
    'utf-16': 'utf16 unicode iso10646ucs2 ucs2',
    'utf-7': 'utf7 unicode11utf7 unicode20utf7',
    'iso-8859-8': 'iso88598i iso88598e visual logical hebrew',
    'iso-8859-6': 'iso88596i iso88596e arabic',
    macintosh: 'macintosh mac xmacroman macroman',
    'koi8-r': 'koi8r koi koi8 cskoi8r',
    'koi8-u': 'koi8u koi8ru',
    '': 'usascii ascii 7bit 8bit 8bitbinary default unknown unknown8bit xunknown none isoir6 646 iso646us cp367 binary quotedprintable',
  }).flatMap(([charset, labels]) => labels.split(' ').map((label) => [label, charset])),
);

/** The charset a label means: a name for iconv-lite or one of ours; empty for none, ASCII and unknown labels. */
export function resolveCharset(label: string): string {
  // RFC 2231 section 5 allows a language after `*`.
  const plain = label
    .toLowerCase()
    .replace(/\*.*$/, '')
    .replace(/^charset=|[^a-z0-9]/g, '');
  const known = Object.hasOwn(aliases, plain) ? aliases[plain] : undefined;
  if (known !== undefined) return known;
  if (/^(cs)?(iso2022jp|jis7?$|jis(encoding)?$|cp5022[0-2])/.test(plain)) return 'iso-2022-jp';
  if (/^(cs)?iso2022kr/.test(plain)) return 'iso-2022-kr';
  if (/^(cs)?iso2022cn/.test(plain)) return 'iso-2022-cn';
  if (/^hz(gb2312)?$/.test(plain)) return 'hz';
  // iconv-lite takes binary encodings for charsets, too.
  if (plain === '' || /^(base64|hex|binary|internal)/.test(plain)) return '';
  return iconv.encodingExists(plain) ? plain : '';
}

export const sameCharset = (left: string, right: string): boolean =>
  left.toLowerCase() === right.toLowerCase() || resolveCharset(left) === resolveCharset(right);

/**
 * Text from bytes by a label that may be missing or wrong. A known charset is believed, except UTF-8 and ASCII that
 * the bytes contradict: those are guessed from the bytes, `hint` (another label) being asked first. Never throws.
 */
export function decodeText(bytes: Buffer, label: string, hint = ''): string {
  const charset = resolveCharset(label);
  if (charset === '' || charset === 'utf-8') return decodeUnsure(bytes, charset, hint);
  if (charset === 'windows-1252' && isUtf8Text(bytes)) return iconv.decode(bytes, 'utf-8');
  return decodeAs(bytes, charset);
}

/** Bytes in a charset `resolveCharset` gave. */
function decodeAs(bytes: Buffer, charset: string): string {
  switch (charset) {
    case 'iso-2022-jp':
      return decodeIso2022(bytes, 'jp');
    case 'iso-2022-kr':
      return decodeIso2022(bytes, 'kr');
    case 'iso-2022-cn':
      return decodeIso2022(bytes, 'cn');
    case 'hz':
      return decodeHz(bytes);
    case 'johab':
      return decodeJohab(bytes);
    default:
      return iconv.decode(bytes, charset);
  }
}

function decodeUnsure(bytes: Buffer, charset: string, hint: string): string {
  const family = escapedFamily(bytes);
  if (family !== null) return decodeIso2022(bytes, family);
  const utf8 = iconv.decode(bytes, 'utf-8');
  if (isUtf8(bytes)) return utf8;
  const broken = countOf(utf8, '\ufffd');
  // A few torn characters in what is otherwise UTF-8 are no reason to read all of it as something else.
  if (charset === 'utf-8' && utf8.replace(/[\0-\x7f\ufffd]/g, '').length >= broken) return utf8;
  const meant = resolveCharset(hint);
  if (meant !== '' && meant !== 'utf-8') {
    const text = decodeAs(bytes, meant);
    if (!text.includes('\ufffd')) return text;
  }
  return decodeAs(bytes, guessCharset(bytes));
}

/** ISO-2022 text gives itself away by its escapes. */
function escapedFamily(bytes: Buffer): 'jp' | 'kr' | 'cn' | null {
  if (!bytes.includes(0x1b)) return null;
  const text = bytes.toString('latin1', 0, 100_000);
  if (text.includes('\x1b$)C')) return 'kr';
  if (text.includes('\x1b$)A')) return 'cn';
  // eslint-disable-next-line no-control-regex -- ESC begins each escape
  return /\x1b(\$[@B]|\$\([DOPQ]|\([IJ])/.test(text) ? 'jp' : null;
}

/** Latin-1 by label, UTF-8 by its bytes: several such sequences never happen by accident. */
function isUtf8Text(bytes: Buffer): boolean {
  let high = 0;
  for (const byte of bytes) if (byte >= 0x80 && (high += 1) >= 6) break;
  return high >= 6 && isUtf8(bytes);
}

function countOf(text: string, char: string): number {
  let count = 0;
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) count += 1;
  return count;
}
