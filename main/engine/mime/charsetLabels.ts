import iconv from 'iconv-lite';

/** Labels of the real world that mean another charset than they say, or one that iconv-lite has under another name. */
const aliases: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    cp949:
      'kscusersdefined ksc56011987 ksc56011989 ksc5601 ksx1001 euckr euckorean korean uhc xwindows949 windows949 ms949 cp949 949 isoir149 csksc56011987 cseuckr ksc56011992',
    johab: 'johab cp1361 ms1361 1361 ksc56011992johab',
    shift_jis: 'shiftjis sjis xsjis mskanji cp932 ms932 windows31j cswindows31j csshiftjis 932',
    'shift_jis-2004': 'shiftjis2004 sjis2004 shiftjisx0213 shiftjis0213',
    'euc-jis-2004': 'eucjis2004 eucjisx0213 eucjp2004',
    'euc-jp': 'eucjp xeucjp xeuc ujis cseucpkdfmtjapanese cp51932 eucjpms',
    gb18030: 'gb2312 gb231280 euccn gbk xgbk cp936 ms936 gb18030 chinese csgb2312 936 gb',
    'euc-tw': 'euctw xeuctw cseuctw cns11643',
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
