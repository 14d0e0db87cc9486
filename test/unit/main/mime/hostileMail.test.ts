import { describe, expect, it } from 'vitest';
import { parseMessage, summarizeSource } from '../../../../main/engine/mime/parseMessage.ts';
import { MessageBody, Uid } from '../../../../preload/contract/index.ts';

const many = (piece: string, length = 1_000_000): string => piece.repeat(Math.ceil(length / piece.length));
const body = (text: string, type = 'text/plain'): string => `Content-Type: ${type}\r\n\r\n${text}`;
const field = (name: string, value: string): string => `${name}: ${value}\r\n\r\nx`;

/** Each is about a megabyte of what makes a careless parser slow: a pattern that must be looked at again and again. */
const hostile: readonly (readonly [string, string])[] = [
  ['addresses that open and never close', field('From', many('<,'))],
  ['quotes inside angles', field('From', many('<"'))],
  ['quotes after blanks', field('From', ' '.repeat(400_000) + many('"" ', 500_000))],
  ['colons after an address', field('To', `${many('x', 400_000)}@${many(':', 400_000)}`)],
  ['comments in comments', field('To', many('('))],
  ['encoded words without end', field('Subject', many('=?utf-8?q?\xff'))],
  ['raw bytes in an encoded word without end', field('Subject', `=?utf-8?q?${many('\xe9')}`)],
  ['blanks between encoded words', field('Subject', `=?utf-8?q?a?=${' '.repeat(900_000)}=?utf-8?q?b?=`)],
  ['escaped quotes in parameters', field('Content-Type', `text/plain; name="${many('\\"')}`)],
  ['parameters without number', field('Content-Type', `text/plain${many('; a*0=b')}`)],
  ['delimiters of nobody', body(many('--x\r\n'), 'multipart/mixed; boundary=M')],
  ['a hundred thousand parts', body(many('--M\r\n\r\n'), 'multipart/mixed; boundary=M')],
  ['multiparts in multiparts', many('Content-Type: multipart/mixed; boundary=M\r\n\r\n--M\r\n')],
  ['messages in messages', many('Content-Type: message/rfc822\r\n\r\n')],
  ['uuencode that begins and begins', body(many('begin 644 x\r\n'))],
  ['yEnc that begins and begins', body(many('=ybegin line=1 size=1 name=x\r\n'))],
  ['yEnc that ends and ends', body(`=ybegin line=1 size=1 name=x\r\n${many('=yend size=9\r\n')}`)],
  ['flowed lines', body(many('a \r\n'), 'text/plain; format=flowed')],
  ['quoted blanks', `Content-Transfer-Encoding: quoted-printable\r\n\r\n${many('=  ')}`],
  ['padding everywhere', `Content-Transfer-Encoding: base64\r\n\r\n${many('QQ== ')}`],
  ['escapes of ISO-2022', body(many('\x1b$B!'), 'text/plain; charset=iso-2022-jp')],
  ['tildes of HZ', body(many('~{'), 'text/plain; charset=hz-gb-2312')],
  ['references', field('References', many('<'))],
  ['one line of header', many('a')],
  ['stray lines in the header', many('stray\r\n')],
  ['a meta that never ends', body(many('<meta '), 'text/html')],
];

describe('hostile mail', () => {
  // Far above what they take, on a busy machine too: a square of the length takes minutes.
  it.each(hostile)('answers soon: %s', { timeout: 30_000 }, async (_what, text) => {
    const source = Buffer.from(text, 'latin1');
    const parsed = await parseMessage(source, Uid.parse(1));
    await summarizeSource(source);
    expect(MessageBody.parse(parsed)).toEqual(parsed);
  });
});
