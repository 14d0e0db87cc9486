import { describe, expect, it } from 'vitest';
import {
  dotStuff,
  SmtpClientProtocol,
  type SmtpMessage,
} from '../../../../main/demo/smtp/SmtpClientProtocol.ts';

const message = (id: string, recipients = ['bob@hamburger.edu']): SmtpMessage => ({
  id,
  sender: 'alice@crepes.fr',
  recipients,
  source: Buffer.from(`Subject: ${id}\r\n\r\n.\r\n`),
});

/** Plays the server's lines one by one; `undefined` is a lost connection. */
const play = (messages: readonly SmtpMessage[], replies: readonly (string | undefined)[]) => {
  const said: string[] = [];
  const settled: string[] = [];
  let closed = 0;
  const protocol = new SmtpClientProtocol('crepes.fr', messages, {
    send: (bytes) => said.push(bytes.replace(/\r\n$/, '')),
    close: () => (closed += 1),
    settle: ({ id }, outcomes) => {
      settled.push(...outcomes.map(({ recipient, result, text }) => `${id} ${recipient} ${result}: ${text}`));
    },
  });
  for (const reply of replies) {
    if (reply === undefined) protocol.lost('gone');
    else protocol.receive(Buffer.from(`${reply}\r\n`));
  }
  return { said, settled, closed };
};

const OPEN = ['220 hi', '250-hamburger.edu\r\n250 SIZE 1000'];

describe('SmtpClientProtocol', () => {
  it('carries several messages over one connection', () => {
    const one = ['250 ok', '250 ok', '354 go', '250 taken'];
    expect(play([message('A'), message('B')], [...OPEN, ...one, ...one, '221 bye'])).toEqual({
      said: [
        'EHLO crepes.fr',
        'MAIL FROM:<alice@crepes.fr>',
        'RCPT TO:<bob@hamburger.edu>',
        'DATA',
        'Subject: A\r\n\r\n..\r\n.',
        'MAIL FROM:<alice@crepes.fr>',
        'RCPT TO:<bob@hamburger.edu>',
        'DATA',
        'Subject: B\r\n\r\n..\r\n.',
        'QUIT',
      ],
      settled: ['A bob@hamburger.edu accepted: 250 taken', 'B bob@hamburger.edu accepted: 250 taken'],
      closed: 1,
    });
  });

  it.each<[string, (string | undefined)[], string[]]>([
    ['greeting 554', ['554 no'], ['A x deferred: 554 no', 'A y deferred: 554 no']],
    [
      'greeting is no SMTP',
      ['hello'],
      ['A x deferred: The server does not speak SMTP', 'A y deferred: The server does not speak SMTP'],
    ],
    ['sender refused', [...OPEN, '550 no'], ['A x refused: 550 no', 'A y refused: 550 no']],
    [
      'one refused, one taken',
      [...OPEN, '250', '550 no', '250', '354', '250 ok'],
      ['A x refused: 550 no', 'A y accepted: 250 ok'],
    ],
    [
      'one later, one taken',
      [...OPEN, '250', '450 full', '250', '354', '250 ok'],
      ['A x deferred: 450 full', 'A y accepted: 250 ok'],
    ],
    ['all refused', [...OPEN, '250', '550 no', '551 no'], ['A x refused: 550 no', 'A y refused: 551 no']],
    [
      'DATA deferred',
      [...OPEN, '250', '250', '250', '451 later'],
      ['A x deferred: 451 later', 'A y deferred: 451 later'],
    ],
    [
      'body refused',
      [...OPEN, '250', '250', '250', '354', '554 spam'],
      ['A x refused: 554 spam', 'A y refused: 554 spam'],
    ],
    ['lost before anything', [undefined], ['A x deferred: gone', 'A y deferred: gone']],
    [
      'lost after the dot',
      [...OPEN, '250', '550 no', '250', '354', undefined],
      ['A x refused: 550 no', 'A y deferred: gone'],
    ],
    [
      'lost after the outcome',
      [...OPEN, '250', '250', '250', '354', '250 ok', undefined],
      ['A x accepted: 250 ok', 'A y accepted: 250 ok'],
    ],
  ])('%s', (_name, replies, settled) => {
    expect(play([message('A', ['x', 'y'])], replies).settled).toEqual(settled);
  });

  it('falls back to HELO, and resets before the next message', () => {
    const replies = ['220', '502 what', '250', '250', '550 no', '250 reset', '250', '250', '354', '250 ok'];
    const { said, settled } = play([message('A'), message('B')], replies);
    expect(said.slice(0, 6)).toEqual([
      'EHLO crepes.fr',
      'HELO crepes.fr',
      'MAIL FROM:<alice@crepes.fr>',
      'RCPT TO:<bob@hamburger.edu>',
      'RSET',
      'MAIL FROM:<alice@crepes.fr>',
    ]);
    expect(settled).toEqual(['A bob@hamburger.edu refused: 550 no', 'B bob@hamburger.edu accepted: 250 ok']);
  });

  it('stops an endless reply', () => {
    expect(play([message('A')], ['2'.repeat(20_000)]).settled).toEqual([
      'A bob@hamburger.edu deferred: The server sent an endless reply',
    ]);
  });

  it.each([
    ['a\nb', 'a\r\nb\r\n.\r\n'],
    ['.\r\n..x\r\n', '..\r\n...x\r\n.\r\n'],
    ['', '\r\n.\r\n'],
  ])('stuffs %j', (source, wire) => {
    expect(dotStuff(Buffer.from(source))).toBe(wire);
  });
});
