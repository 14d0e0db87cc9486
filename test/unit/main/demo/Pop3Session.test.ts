import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MailAccount } from '../../../../main/demo/mailbox/MailAccount.ts';
import { MessageContent } from '../../../../main/demo/mailbox/MessageContent.ts';
import { MaildropLocks } from '../../../../main/demo/pop3/Maildrop.ts';
import { Pop3Session } from '../../../../main/demo/pop3/Pop3Session.ts';

describe('Pop3Session', () => {
  const account = new MailAccount({ address: 'carol@hamburger.edu', password: 'x', uidValidity: 1 });
  account.inbox.append(new MessageContent(Buffer.from('Subject: a\r\n\r\nb\r\n')), [], 0);

  const converse = (bytes: string): string => {
    let output = '';
    const session = new Pop3Session({
      send: (text) => (output += text),
      close: () => undefined,
      authenticate: (user, password) => (account.accepts(user, password) ? account : undefined),
      locks: new MaildropLocks(),
    });
    session.start();
    session.receive(Buffer.from(bytes, 'latin1'));
    session.dispose();
    return output;
  };

  it.each([
    ['STAT before login', 'STAT\r\n', '-ERR Unknown command, or not now'],
    ['PASS without USER', 'PASS x\r\n', '-ERR [AUTH] The user name or the password is wrong'],
    ['QUIT at once', 'QUIT\r\n', '+OK Goodbye'],
    ['RETR of nothing', 'USER carol\r\nPASS x\r\nRETR 0\r\n', '-ERR There is no such message'],
    ['TOP without lines', 'USER carol\r\nPASS x\r\nTOP 1\r\n', '-ERR How many lines?'],
    ['commands in one packet', 'USER carol\r\nPASS x\r\nSTAT\r\n', '+OK 1 17'],
  ])('%s', (_name, bytes, last) => {
    expect(converse(bytes).trimEnd().split('\r\n').at(-1)).toBe(last);
  });

  it('never throws and never deletes without QUIT', () => {
    const words = [
      'RETR',
      'DELE',
      'TOP',
      'LIST',
      'UIDL',
      '1',
      '2',
      '-1',
      '1e9',
      ' ',
      '\r\n',
      '\n',
      'RSET',
      '\0',
      '\xff',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words)), (parts) => {
        converse(`USER carol\r\nPASS x\r\n${parts.join('')}`);
        return account.inbox.size === 1;
      }),
      { numRuns: 300 },
    );
  });
});
