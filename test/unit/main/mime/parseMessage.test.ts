import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parseMessage, parsePart, summarizeSource } from '../../../../main/engine/mime/parseMessage.ts';
import { MessageBody, PartId, Uid } from '../../../../preload/contract/index.ts';

const uid = Uid.parse(7);
const lines = (...text: string[]): Uint8Array => new TextEncoder().encode(text.join('\r\n'));
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2, 255]);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const letter = lines(
  'From: =?utf-8?B?6rmA67O0656M?= <boram@ferry.example>',
  'To: "Lee, Sora" <sora@ferry.example>, team: a@x.example, b@x.example;',
  'Reply-To: desk@ferry.example',
  'Subject: =?utf-8?B?7ZqM7J2YIOyekOujjA==?=',
  'Date: Sat, 21 Nov 2026 10:00:00 +0900',
  'Message-ID: <m1@ferry.example>',
  'References: <r1@x> <r2@x>',
  'In-Reply-To: <r2@x>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=M',
  '',
  '--M',
  'Content-Type: multipart/related; boundary=R',
  '',
  '--R',
  'Content-Type: multipart/alternative; boundary=A',
  '',
  '--A',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'plain words',
  '--A',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>rich words <img src="cid:pic@x"></p>',
  '--A--',
  '--R',
  'Content-Type: image/png',
  'Content-ID: <pic@x>',
  'Content-Transfer-Encoding: base64',
  '',
  base64(png),
  '--R--',
  '--M',
  "Content-Type: application/pdf; name*=utf-8''%ED%9A%8C%EC%9D%98.pdf",
  "Content-Disposition: attachment; filename*=utf-8''%ED%9A%8C%EC%9D%98.pdf",
  'Content-Transfer-Encoding: base64',
  '',
  base64(Uint8Array.from([1, 2, 3])),
  '--M--',
  '',
);

describe('parseMessage', () => {
  it('reads a letter with both bodies, an inline picture and a Korean file name', async () => {
    const body = await parseMessage(letter, uid);
    expect(MessageBody.parse(body)).toEqual(body);
    expect({
      ...body,
      headers: body.headers.length,
      html: body.html?.trim(),
      text: body.text?.trim(),
    }).toEqual({
      uid,
      headers: 10,
      text: 'plain words',
      html: '<p>rich words <img src="cid:pic@x"></p>',
      attachments: [
        {
          partId: '1.2',
          name: '',
          type: 'image/png',
          sizeBytes: png.length,
          contentId: 'pic@x',
          inline: true,
        },
        {
          partId: '2',
          name: '회의.pdf',
          type: 'application/pdf',
          sizeBytes: 3,
          contentId: null,
          inline: false,
        },
      ],
      inlineParts: [{ contentId: 'pic@x', type: 'image/png', bytes: png }],
      truncated: false,
    });
  });

  it('hands out a part by its id, and null for another', async () => {
    expect(await parsePart(letter, PartId.parse('2'))).toEqual({
      name: '회의.pdf',
      type: 'application/pdf',
      bytes: Uint8Array.from([1, 2, 3]),
    });
    expect(await parsePart(letter, PartId.parse('3'))).toBeNull();
  });

  it('summarises', async () => {
    const { attachments, ...summary } = await summarizeSource(letter);
    expect(attachments.map(({ name }) => name)).toEqual(['', '회의.pdf']);
    expect(summary).toEqual({
      date: Date.UTC(2026, 10, 21, 1),
      sizeBytes: letter.length,
      subject: '회의 자료',
      from: [{ name: '김보람', address: 'boram@ferry.example' }],
      sender: [],
      replyTo: [{ name: '', address: 'desk@ferry.example' }],
      to: [
        { name: 'Lee, Sora', address: 'sora@ferry.example' },
        { name: '', address: 'a@x.example' },
        { name: '', address: 'b@x.example' },
      ],
      cc: [],
      bcc: [],
      messageId: 'm1@ferry.example',
      references: ['r1@x', 'r2@x'],
    });
  });

  it.each(['euc-kr', 'ks_c_5601-1987', 'cp949', 'shift_jis', 'gb18030'])(
    'decodes text in %s',
    async (charset) => {
      const text = charset === 'shift_jis' ? 'こんにちは' : charset === 'gb18030' ? '你好' : '안녕하세요';
      const head = `Subject: x\r\nContent-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`;
      const encoding = charset.startsWith('ks_c') ? 'cp949' : charset;
      const source = Buffer.concat([Buffer.from(head), iconv.encode(text, encoding)]);
      expect((await parseMessage(source, uid)).text).toBe(text);
    },
  );

  it.each([
    ['nothing at all', ''],
    ['no header', '\r\n\r\nbody'],
    ['only NULs', '\0\0\0\0'],
    ['an mbox line first', 'From x Sat Nov 21 10:00:00 2026\r\nSubject: kept\r\n\r\nbody'],
    ['a boundary that never comes', 'Content-Type: multipart/mixed; boundary=B\r\n\r\ntext'],
    ['a date from nowhere', 'Date: someday\r\n\r\nbody'],
    [
      '200 levels deep',
      Array.from(
        { length: 200 },
        (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}`,
      ).join('\r\n'),
    ],
  ])('answers something in the contract for %s', async (_what, text) => {
    const source = new TextEncoder().encode(text);
    const body = await parseMessage(source, uid);
    expect(MessageBody.parse(body)).toEqual(body);
    expect((await summarizeSource(source)).sizeBytes).toBe(source.length);
  });
});
