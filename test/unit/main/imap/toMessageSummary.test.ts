import { describe, expect, it } from 'vitest';
import { MessageSummary } from '../../../../preload/contract/index.ts';
import { decodeHeaderText } from '../../../../main/engine/mime/decodeWords.ts';
import type { ImapNode } from '../../../../main/engine/imap/imapNodes.ts';
import { parseFetch } from '../../../../main/engine/imap/parseFetch.ts';
import { toMessageSummary } from '../../../../main/engine/imap/toMessageSummary.ts';

const text = (value: string): ImapNode => ({ type: 'STRING', value });
const bytes = (hex: string): ImapNode => ({ type: 'LITERAL', value: Buffer.from(hex, 'hex') });
const address = (name: ImapNode, mailbox: string, host: string): ImapNode => [
  name,
  null,
  text(mailbox),
  text(host),
];
const section = (name: string, value: ImapNode): ImapNode[] => [
  {
    type: 'ATOM',
    value: 'BODY',
    section: name === '' ? [] : [{ type: 'ATOM', value: name }, [text('REFERENCES')]],
  },
  value,
];
const fetched = (...items: ImapNode[]) =>
  parseFetch({ command: '12', attributes: [{ type: 'ATOM', value: 'FETCH' }, items] });
const part = (type: string, subtype: string, parameters: ImapNode, size: string, tail: ImapNode[]): ImapNode => [
  text(type), text(subtype), parameters, null, null, text('BASE64'), text(size), ...tail,
]; // prettier-ignore

describe('toMessageSummary', () => {
  it('maps a whole FETCH response', () => {
    const message = fetched(
      text('UID'), text('42'),
      text('MODSEQ'), [text('777')],
      text('FLAGS'), [text('\\SEEN'), text('\\Recent'), text('$Forwarded')],
      text('INTERNALDATE'), text(' 5-Jul-2026 02:44:25 +0900'),
      text('RFC822.SIZE'), text('1234'),
      text('ENVELOPE'), [
        text('Sun, 5 Jul 2026 02:44:20 +0900 (KST)'),
        text('=?EUC-KR?B?sKG0?= =?euc-kr?B?qb/A?='),
        [address(bytes('b1e8c3b6bcf6'), 'kim', 'example.test')],
        null, null,
        [address(null, 'undisclosed', ''), address(text('=?utf-8?q?J=C3=BCrgen?='), 'j', 'x.test')],
        null, null,
        text('<parent@x.test>'), text(' <me@x.test> '),
      ],
      text('BODYSTRUCTURE'), [
        part('TEXT', 'PLAIN', null, '10', [text('1'), null, null]),
        part('APPLICATION', 'PDF', [text('NAME*0*'), text("utf-8''%EA%B0%80"), text('NAME*1'), text('.pdf')], '7800', [
          null, [text('attachment'), null],
        ]),
        part('IMAGE', 'PNG', null, '78', [null, null]),
        text('MIXED'),
      ],
      ...section('HEADER.FIELDS', text('References: <root@x.test>\r\n <parent@x.test>\r\n\r\n')),
    ); // prettier-ignore
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
      to: [
        { name: 'undisclosed', address: '' },
        { name: 'Jürgen', address: 'j@x.test' },
      ],
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
    expect(toMessageSummary(fetched(text('UID'), text('1')))).toMatchObject({
      uid: 1,
      subject: '',
      internalDate: 0,
      date: null,
    });
    expect(toMessageSummary(fetched(text('FLAGS'), []))).toBeNull();
    expect(toMessageSummary(fetched(text('UID'), text('99999999999')))).toBeNull();
  });

  it('survives structures that are no structures', () => {
    let deep: ImapNode = [text('TEXT'), text('PLAIN')];
    for (let level = 0; level < 5000; level += 1) deep = [deep, text('MIXED')];
    for (const structure of [deep, [], [null], [[[]]], [text('X')]] as ImapNode[])
      expect(
        MessageSummary.safeParse(
          toMessageSummary(fetched(text('UID'), text('1'), text('BODYSTRUCTURE'), structure)),
        ).success,
      ).toBe(true);
    const long = 'x'.repeat(100_000);
    const envelope = [
      text(long),
      text(long),
      [address(text(long), long, long)],
      null,
      null,
      null,
      null,
      null,
      text(long),
      text(long),
    ];
    expect(
      MessageSummary.safeParse(toMessageSummary(fetched(text('UID'), text('1'), text('ENVELOPE'), envelope)))
        .success,
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
