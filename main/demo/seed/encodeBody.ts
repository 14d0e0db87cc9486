/** A body ready for the wire and the name of its Content-Transfer-Encoding. Lines end in CRLF. */
export interface EncodedBody {
  readonly encoding: '7bit' | 'quoted-printable' | 'base64';
  readonly text: string;
}

const toCrlf = (text: string): string => text.replace(/\r?\n/g, '\r\n');

/** Base64 in lines of 76 (RFC 2045 section 6.8). */
export const encodeBase64 = (bytes: Buffer): EncodedBody => ({
  encoding: 'base64',
  text: (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n'),
});

const quoteLine = (line: string): string => {
  const atoms = line.match(/=[0-9A-F]{2}|./g) ?? [];
  const lines: string[] = [];
  let current = '';
  for (const atom of atoms) {
    if (current.length + atom.length > 75) {
      lines.push(`${current}=`);
      current = '';
    }
    current += atom;
  }
  return [...lines, current].join('\r\n');
};

const escapeByte = (byte: string): string =>
  `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

const encodeQuotedPrintable = (text: string): EncodedBody => ({
  encoding: 'quoted-printable',
  text: toCrlf(text)
    .split('\r\n')
    .map((line) => {
      const bytes = Buffer.from(line, 'utf8').toString('latin1');
      return quoteLine(bytes.replace(/[^\x20-\x3c\x3e-\x7e]| $/g, escapeByte));
    })
    .join('\r\n'),
});

/** UTF-8 text in the encoding that suits it: as it is, quoted where it is mostly Latin, else base64. */
export const encodeText = (text: string): EncodedBody => {
  const plain = /^[\x20-\x7e\n]*$/.test(text) && text.split('\n').every((line) => line.length < 900);
  if (plain) return { encoding: '7bit', text: toCrlf(text) };
  const foreign = (text.match(/[^\x00-\x7f]/g) ?? []).length; // eslint-disable-line no-control-regex -- ASCII is the question
  return foreign * 4 > text.length
    ? encodeBase64(Buffer.from(toCrlf(text), 'utf8'))
    : encodeQuotedPrintable(text);
};
