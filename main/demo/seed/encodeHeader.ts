const MAX_WORD_BYTES = 42;

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

const encodedWord = (text: string): string => `=?utf-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`;

/** Text as encoded words (RFC 2047), cut between characters and folded; ASCII stays as it is. */
export const encodeHeader = (text: string): string => {
  if (isAscii(text)) return text;
  const words: string[] = [];
  let current = '';
  for (const char of text) {
    if (Buffer.byteLength(current + char) > MAX_WORD_BYTES) {
      words.push(current);
      current = '';
    }
    current += char;
  }
  words.push(current);
  return words.map(encodedWord).join('\r\n ');
};

/** A file name as a parameter, by RFC 2231 where it is not ASCII. */
export const encodeFileName = (parameter: 'name' | 'filename', name: string): string =>
  isAscii(name)
    ? `${parameter}="${name}"`
    : `${parameter}*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, '')}`;
