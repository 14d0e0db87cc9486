import { existsSync, readFileSync } from 'node:fs';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Draft, Identity } from '../../../../preload/contract/index.ts';
import { attachment, bytesOf, compose, identity, newDraft } from './composeFixture.ts';

const addresses = (field: AddressObject | AddressObject[] | undefined): unknown =>
  [field ?? []].flat().flatMap(({ value }) => value.map(({ name, address }) => `${name}|${address ?? ''}`));

const parse = async (bytes: Buffer): Promise<ParsedMail> => simpleParser(bytes, { skipImageLinks: true });

/** The rules of the wire: 7-bit, CRLF only, lines of at most 998 octets (RFC 5322 section 2.1.1). */
const wireFaults = (bytes: Buffer): string[] => {
  const text = bytes.toString('latin1');
  const faults: string[] = [];
  // eslint-disable-next-line no-control-regex -- NUL is one of the faults
  if (/[\u0080-\u00ff\u0000]/.test(text)) faults.push('8-bit or NUL');
  if (/[^\r]\n|\r[^\n]|^\n|\r$/.test(text)) faults.push('bare CR or LF');
  if (text.split('\r\n').some((line) => line.length > 998)) faults.push('long line');
  if (!text.endsWith('\r\n')) faults.push('no final line end');
  return faults;
};

const everything = Buffer.from(Array.from({ length: 5000 }, (_value, index) => index % 256));

describe('a draft becomes the exact bytes of a message', () => {
  it('field by field, with Korean names, an inline picture and attachments', async () => {
    const csv = Buffer.from('이름,값\n한글,1\r\n끝\r', 'utf8');
    const draft = newDraft({
      to: [
        { name: '홍길동 (영업부), "부장"', address: 'hong@burger.test' },
        { name: '', address: 'bob@burger.test' },
      ],
      cc: [{ name: 'Carol, the "boss"', address: 'carol@burger.test' }],
      bcc: [{ name: '비밀', address: 'spy@burger.test' }],
      subject: `회의록 전달드립니다 — ${'긴 제목 '.repeat(30)}🥞`,
      html: '<p>안녕하세요 <b>여러분</b> <a href="https://naru.test/x">링크</a></p><img src="cid:pic-1@naru"><p>끝</p>',
      inReplyTo: 'parent@burger.test',
      references: ['root@burger.test', 'parent@burger.test'],
      attachments: [
        attachment('pic', everything, { name: '사진.png', type: 'image/png', contentId: 'pic-1@naru' }),
        attachment('csv', csv, {
          name: '보고서 (최종) 2026년 11월 아주 긴 파일 이름으로 된 회의 결과 정리.csv',
          type: 'text/csv',
        }),
        attachment('eml', Buffer.from('Subject: x\n\nä'), { name: '원본.eml', type: 'message/rfc822' }),
        attachment('empty', Buffer.alloc(0), { name: 'leer', type: 'nonsense' }),
      ],
    });
    const message = compose(
      draft,
      { pic: everything, csv, eml: Buffer.from('Subject: x\n\nä'), empty: Buffer.alloc(0) },
      { ...identity, replyTo: 'team@crepes.test' },
    );
    const bytes = await bytesOf(message);
    expect(wireFaults(bytes)).toEqual([]);
    expect({
      messageId: message.messageId,
      envelope: message.envelope,
      kinds: message.recipients.map(({ kind }) => kind),
    }).toEqual({
      messageId: 'fixed-id@crepes.test',
      envelope: {
        from: 'alice@crepes.test',
        to: ['hong@burger.test', 'bob@burger.test', 'carol@burger.test', 'spy@burger.test'],
      },
      kinds: ['to', 'to', 'cc', 'bcc'],
    });
    const mail = await parse(bytes);
    expect({
      from: addresses(mail.from),
      to: addresses(mail.to),
      cc: addresses(mail.cc),
      bcc: addresses(mail.bcc),
      replyTo: addresses(mail.replyTo),
      subject: mail.subject,
      date: mail.date?.toISOString(),
      messageId: mail.messageId,
      inReplyTo: mail.inReplyTo,
      references: mail.references,
      text: mail.text?.trim(),
      html: typeof mail.html === 'string' && mail.html.includes(draft.html),
      attachments: mail.attachments.map(({ filename, contentType, contentDisposition, cid, content, related }) => ({
        filename, contentType, contentDisposition, cid, related, length: content.length,
      })),
    }).toEqual({
      from: ['앨리스 김|alice@crepes.test'],
      to: ['홍길동 (영업부), "부장"|hong@burger.test', '|bob@burger.test'],
      cc: ['Carol, the "boss"|carol@burger.test'],
      bcc: [],
      replyTo: ['|team@crepes.test'],
      subject: draft.subject,
      date: '2026-11-21T06:30:00.000Z',
      messageId: '<fixed-id@crepes.test>',
      inReplyTo: '<parent@burger.test>',
      references: ['<root@burger.test>', '<parent@burger.test>'],
      text: '안녕하세요 여러분 링크 [https://naru.test/x]\n\n끝',
      html: true,
      attachments: [
        { filename: '사진.png', contentType: 'image/png', contentDisposition: 'inline', cid: 'pic-1@naru', related: true, length: 5000 },
        { filename: draft.attachments[1]?.name, contentType: 'text/csv', contentDisposition: 'attachment', cid: undefined, related: undefined, length: csv.length },
        // mailparser's own guess by the name; the bytes say application/octet-stream (below).
        { filename: '원본.eml', contentType: 'message/rfc822', contentDisposition: 'attachment', cid: undefined, related: undefined, length: 14 },
        { filename: 'leer', contentType: 'application/octet-stream', contentDisposition: 'attachment', cid: undefined, related: undefined, length: 0 },
      ],
    }); // prettier-ignore
    expect(mail.attachments.map(({ content }) => content.toString('base64')).slice(0, 2)).toEqual([
      everything.toString('base64'),
      csv.toString('base64'),
    ]);
    expect(bytes.toString('latin1')).not.toContain('message/rfc822');
    expect(bytes.toString('latin1')).not.toMatch(/^bcc:/im);
    expect(bytes.toString('latin1')).not.toContain('spy@');
    // Outlook reads the encoded-word in `name`, everyone else RFC 2231 in `filename`.
    expect(bytes.toString('latin1')).toMatch(/name="=\?UTF-8\?[QB]\?/i);
    expect(bytes.toString('latin1')).toMatch(/filename\*0\*=utf-8''/i);
  });

  it.each<readonly [string, string, string]>([
    ['a line of one dot', '<pre>a\r\n.\r\n..b\r\n.</pre>', 'a\n.\n..b\n.'],
    ['bare CR and LF', '<pre>a\rb\nc</pre>', 'a\nb\nc'],
    ['a line that begins with From', '<p>From the start</p>', 'From the start'],
    ['a word of 5,000 letters', `<p>${'x'.repeat(5000)}</p>`, 'x'.repeat(5000)],
    ['Hangul without a space', `<p>${'가'.repeat(2000)}</p>`, '가'.repeat(2000)],
    ['nothing', '', ''],
    ['a broken surrogate', '<p>\ud83d!</p>', '\ufffd!'],
    ['spaces at the end', '<pre>a  \r\n-- \r\nb</pre>', 'a  \n-- \nb'],
  ])('body: %s', async (_name, html, text) => {
    const bytes = await bytesOf(compose(newDraft({ html })));
    expect(wireFaults(bytes)).toEqual([]);
    expect((await parse(bytes)).text?.replace(/\n+$/, '')).toBe(text);
  });

  it('is a multipart/alternative with text first', async () => {
    const text = (await bytesOf(compose(newDraft()))).toString('latin1');
    expect(text.match(/^Content-Type: \S+/gim)).toEqual([
      'Content-Type: multipart/alternative;',
      'Content-Type: text/plain;',
      'Content-Type: text/html;',
    ]);
    expect(text).toMatch(/^MIME-Version: 1\.0$/im);
  });

  it('fails with what readBlob threw', async () => {
    const draft = newDraft({ attachments: [attachment('gone', Buffer.from('x'))] });
    await expect(bytesOf(compose(draft))).rejects.toThrow('no blob gone');
  });

  it('writes a domain in its ASCII form in header and envelope alike', async () => {
    const message = compose(newDraft({ to: [{ name: '', address: 'kim@한글.한국' }] }));
    expect(message.envelope.to).toEqual(['kim@xn--bj0bj06e.xn--3e0b707e']);
    expect((await bytesOf(message)).toString('latin1')).toContain(
      '\r\nTo: kim@xn--bj0bj06e.xn--3e0b707e\r\n',
    );
  });

  it('keeps the first and the newest of many references', async () => {
    const references = Array.from({ length: 200 }, (_value, index) => `${index}@x.test`);
    const mail = await parse(await bytesOf(compose(newDraft({ references }))));
    expect(mail.references).toHaveLength(50);
    expect([mail.references?.[0], mail.references?.[1], mail.references?.at(-1)]).toEqual([
      '<0@x.test>',
      '<151@x.test>',
      '<199@x.test>',
    ]);
  });

  it('streams: a large attachment never lies in memory whole', async () => {
    const piece = Buffer.alloc(1024 * 1024, 7);
    const message = compose(newDraft({ attachments: [attachment('big', piece)] }), { big: piece });
    let largest = 0;
    for await (const chunk of message.stream) largest = Math.max(largest, chunk.length);
    expect(largest).toBeLessThan(256 * 1024);
  });
});

describe('addresses that are none are refused by name, nothing is repaired', () => {
  it.each([
    '', 'bob', '@x.test', 'bob@', 'a b@x.test', 'a@b@x.test', '"a b"@x.test', 'é@x.test', 'a@x..test', 'a@x.test>',
    'a@b.test\r\nRCPT TO:<spy@e.test>', 'a@b.test,spy@e.test', 'a@b.test;spy@e.test', 'x:a@b.test;', '<a@b.test>', 'a@[evil', 'a@x.test ',
  ])('%j', (address) => {
    expect(() => compose(newDraft({ to: [{ name: '', address }] }))).toThrow(expect.objectContaining({ code: 'address.invalid' }));
  }); // prettier-ignore

  it('nobody at all', () => {
    expect(() => compose(newDraft({ to: [] }))).toThrow(expect.objectContaining({ code: 'address.invalid' }));
  });
});

const vectorsFile = new URL('../../../../../shared/corpora/authored-injection/vectors.json', import.meta.url);
const Vector = z.object({ id: z.string(), proto: z.string(), field: z.string(), value: z.string() });
const vectors = existsSync(vectorsFile)
  ? z
      .array(Vector)
      .parse(JSON.parse(readFileSync(vectorsFile, 'utf8')))
      .filter(({ proto }) => proto === 'smtp')
  : [];

/** Where a vector's value goes in a draft; null for fields a person cannot fill in here. */
const place = (field: string, value: string): { draft: Partial<Draft>; from?: Partial<Identity> } | null => {
  switch (field) {
    case 'to': return { draft: { to: [{ name: '', address: value }] } };
    case 'from': return { draft: {}, from: { address: value } };
    case 'subject': return { draft: { subject: value } };
    case 'display-name': return { draft: { to: [{ name: value, address: 'bob@burger.test' }] } };
    case 'message-id-reply': return { draft: { inReplyTo: value } };
    case 'references': return { draft: { references: [value] } };
    case 'filename': return { draft: { attachments: [attachment('file', everything, { name: value })] } };
    case 'body': return { draft: { html: `<pre>${value}</pre>` } };
    default: return null;
  }
}; // prettier-ignore

describe.skipIf(vectors.length === 0)(
  'injection vectors (skipped where the corpora are not beside the project)',
  () => {
    it.each(vectors)('$id', async ({ field, value }) => {
      const placed = place(field, value);
      if (placed === null) return;
      const plain = await bytesOf(
        compose(newDraft({ attachments: placed.draft.attachments ? [attachment('file', everything)] : [] }), {
          file: everything,
        }),
      );
      const names = (bytes: Buffer): string[] =>
        [...bytes.toString('latin1').matchAll(/^([\w-]+):/gm)]
          .map(([, name]) => name ?? '')
          .filter((name) => !/^(In-Reply-To|References)$/.test(name));
      try {
        const message = compose(
          newDraft(placed.draft),
          { file: everything },
          { ...identity, ...placed.from },
        );
        const bytes = await bytesOf(message);
        expect(wireFaults(bytes)).toEqual([]);
        expect(message.envelope).toEqual({ from: 'alice@crepes.test', to: ['bob@burger.test'] });
        if (field !== 'body') expect(names(bytes)).toEqual(names(plain));
      } catch (error) {
        expect(error).toMatchObject({ code: 'address.invalid' });
      }
    });
  },
);
