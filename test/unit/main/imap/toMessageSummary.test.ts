import { describe, expect, it } from 'vitest';
import { MessageSummary } from '../../../../preload/contract/index.ts';
import { decodeHeaderText } from '../../../../main/engine/mime/decodeWords.ts';
import { parseFetch } from '../../../../main/engine/imap/parseFetch.ts';
import { toMessageSummary } from '../../../../main/engine/imap/toMessageSummary.ts';
import { WireReply } from '../../../../main/engine/imap/wire/WireReply.ts';

const HEADER = 'BODY[HEADER.FIELDS (DATE SUBJECT)]';
const fetched = (...items: readonly (string | Buffer)[]) =>
  parseFetch(
    new WireReply(
      Buffer.concat(['* 12 FETCH (', ...items, ')'].map((item) => Buffer.from(item as string, 'latin1'))),
    ),
  );
const literal = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from(`{${bytes.length}}\r\n`), bytes]);

describe('toMessageSummary', () => {
  it('maps a whole FETCH response', () => {
    const header = Buffer.concat([
      Buffer.from(
        [
          'Date: Sun, 5 Jul 2026 02:44:20 +0900 (KST)',
          'Subject: =?EUC-KR?B?sKG0?=',
          ' =?euc-kr?B?qb/A?=',
          'To: undisclosed: ; =?utf-8?q?J=C3=BCrgen?= <j@x.test>',
          'In-Reply-To: <parent@x.test>',
          'Message-ID: <me@x.test> ',
          'References: <root@x.test>',
          ' <parent@x.test>',
          'From: ',
        ].join('\r\n'),
      ),
      // Raw EUC-KR, as the text below it.
      Buffer.from('b1e8c3b6bcf6', 'hex'),
      Buffer.from(' <kim@example.test>\r\n\r\n'),
    ]);
    const message = fetched(
      'UID 42 MODSEQ (777) FLAGS (\\SEEN \\Recent $Forwarded) ',
      'INTERNALDATE " 5-Jul-2026 02:44:25 +0900" RFC822.SIZE 1234 ',
      'BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "euc-kr") NIL NIL "8BIT" 10 1 NIL NIL)',
      '("APPLICATION" "PDF" ("NAME*0*" "utf-8\'\'%EA%B0%80" "NAME*1" ".pdf") NIL NIL "BASE64" 7800 NIL ("attachment" NIL))',
      '("IMAGE" "PNG" NIL NIL NIL "BASE64" 78 NIL NIL) "MIXED") ',
      `${HEADER} `,
      literal(header),
    );
    const summary = toMessageSummary(message);
    expect(MessageSummary.parse(summary)).toEqual({
      uid: 42,
      modseq: '777',
      flags: ['\\Seen', '$Forwarded'],
      internalDate: Date.UTC(2026, 6, 4, 17, 44, 25),
      date: Date.UTC(2026, 6, 4, 17, 44, 20),
      sizeBytes: 1234,
      subject: '가누오',
      from: [{ name: '김철수', address: 'kim@example.test' }],
      sender: [],
      replyTo: [],
      to: [{ name: 'Jürgen', address: 'j@x.test' }],
      cc: [],
      bcc: [],
      messageId: 'me@x.test',
      references: ['root@x.test', 'parent@x.test'],
      attachments: [
        {
          partId: '2',
          name: '가.pdf',
          type: 'application/pdf',
          sizeBytes: 5700,
          contentId: null,
          inline: false,
        },
        { partId: '3', name: '', type: 'image/png', sizeBytes: 57, contentId: null, inline: false },
      ],
    });
  });

  it('makes something of almost nothing, and nothing without a UID', () => {
    expect(toMessageSummary(fetched('UID 1'))).toMatchObject({
      uid: 1,
      subject: '',
      internalDate: 0,
      date: null,
    });
    expect(toMessageSummary(fetched('FLAGS ()'))).toBeNull();
    expect(toMessageSummary(fetched('UID 99999999999'))).toBeNull();
    expect(toMessageSummary(fetched('UID -4'))).toBeNull();
  });

  it('survives structures that are no structures', () => {
    const deep = `${'('.repeat(90)}"TEXT" "PLAIN"${') "MIXED"'.repeat(89)})`;
    for (const structure of [deep, '()', '(NIL)', '(((())))', '("X")', 'NIL', '"X"', '7'])
      expect(
        MessageSummary.safeParse(toMessageSummary(fetched(`UID 1 BODYSTRUCTURE ${structure}`))).success,
      ).toBe(true);
    const long = 'x'.repeat(100_000);
    const header = Buffer.from(
      ['Date', 'Subject', 'From', 'To', 'Message-ID', 'In-Reply-To']
        .map((name) => `${name}: ${long}\r\n`)
        .join(''),
    );
    expect(
      MessageSummary.safeParse(toMessageSummary(fetched('UID 1 ', `${HEADER} `, literal(header)))).success,
    ).toBe(true);
  });
});

describe('decodeHeaderText', () => {
  it.each<[string, string | Buffer, string]>([
    ['plain', 'Hello', 'Hello'],
    ['words with text between', '=?utf-8?q?a?= b =?utf-8?q?c?=', 'a b c'],
    ['a character split across words', '=?utf-8?B?6rA=?=\r\n =?utf-8?B?gA==?=', '가'],
    ['underscores', '=?us-ascii?Q?a_b=5F?=', 'a b_'],
    ['an unknown charset', '=?x-nothing?q?abc?=', 'abc'],
    ['raw UTF-8', Buffer.from('한글'), '한글'],
    ['raw CP949', Buffer.from('c7d1b1db', 'hex'), '한글'],
    ['raw Latin-1', Buffer.from('4ae97a', 'hex'), 'Jéz'],
    ['line ends and controls', 'a\r\nBcc: b\u0000c', 'a Bcc: b c'],
    ['a broken word', '=?utf-8?q?abc', '=?utf-8?q?abc'],
  ])('%s', (_name, value, expected) => {
    expect(decodeHeaderText(value, 1000)).toBe(expected);
  });

  it('is bounded and quick on hostile input', () => {
    const started = performance.now();
    expect(decodeHeaderText('=?utf-8?q?'.repeat(100_000), 1000).length).toBeLessThanOrEqual(1000);
    expect(decodeHeaderText('=?utf-8?q?a?= '.repeat(100_000), 1000).length).toBeLessThanOrEqual(1000);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
