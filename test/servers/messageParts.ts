import iconv from 'iconv-lite';

const wordBytes = 45;

/** A header value: as it is when printable ASCII, else RFC 2047 words of at most 75 characters, folded. */
export function headerText(text: string, charset: 'utf-8' | 'euc-kr' = 'utf-8'): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words: string[] = [];
  let word = '';
  const flush = (): void => {
    if (word !== '') words.push(`=?${charset}?B?${iconv.encode(word, charset).toString('base64')}?=`);
    word = '';
  };
  for (const character of text) {
    if (iconv.encode(word + character, charset).length > wordBytes) flush();
    word += character;
  }
  flush();
  return words.join('\r\n ');
}

/** Base64 in lines of 76 characters, ending in CRLF. */
export function base64Lines(content: Uint8Array): string {
  return `${(
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,76}/g) ?? ['']
  ).join('\r\n')}\r\n`;
}

/** A text part with its headers; non-ASCII text goes as base64. */
export function textPart(
  type: 'plain' | 'html',
  text: string,
  charset: 'utf-8' | 'euc-kr' = 'utf-8',
): string {
  const crlf = text.replace(/\r?\n/g, '\r\n');
  const ascii = /^[\t\r\n\x20-\x7e]*$/.test(crlf);
  const head = `Content-Type: text/${type}; charset=${charset}\r\nContent-Transfer-Encoding: ${ascii ? '7bit' : 'base64'}\r\n\r\n`;
  return head + (ascii ? crlf : base64Lines(iconv.encode(crlf, charset)));
}

/** A part with a file; the name goes in RFC 2231 form when it is not ASCII. */
export function filePart(name: string, mediaType: string, content: Uint8Array, contentId?: string): string {
  const ascii = /^[\x20-\x7e]*$/.test(name);
  const fileName = ascii ? `filename="${name}"` : `filename*=utf-8''${encodeURIComponent(name)}`;
  const disposition = contentId === undefined ? 'attachment' : 'inline';
  const id = contentId === undefined ? '' : `Content-ID: <${contentId}>\r\n`;
  return `Content-Type: ${mediaType}\r\nContent-Transfer-Encoding: base64\r\n${id}Content-Disposition: ${disposition}; ${fileName}\r\n\r\n${base64Lines(content)}`;
}

/** A multipart entity with its Content-Type header. */
export function multipart(
  subtype: 'mixed' | 'alternative' | 'related',
  boundary: string,
  parts: readonly string[],
): string {
  const body = parts.map((part) => `--${boundary}\r\n${part}${part.endsWith('\r\n') ? '' : '\r\n'}`).join('');
  return `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n${body}--${boundary}--\r\n`;
}
