import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { ScriptedServer } from '../../servers/scriptedServer.ts';
import type { Scenario } from '../scenario.ts';
import { faultScenario } from './serverFaults.ts';
import { message } from './Maildrop.ts';
import { Receiver, secret } from './Receiver.ts';

/** A server of SCRAM-SHA-256 that knows `password`; it answers the client's messages. */
function scramServer(password: string): { first(client: string): string; last(client: string): string } {
  const salt = Buffer.from('salt of this server');
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256');
  const mac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const decode = (line: string): string => Buffer.from(line, 'base64').toString('utf8');
  const encode = (text: string): string => Buffer.from(text).toString('base64');
  let bare = '';
  let first = '';
  return {
    first: (client) => {
      bare = decode(client).replace(/^n,,/, '');
      first = `r=${/r=([^,]*)/.exec(bare)?.[1] ?? ''}server,s=${salt.toString('base64')},i=4096`;
      return encode(first);
    },
    last: (client) => {
      const text = decode(client);
      const exchange = `${bare},${first},${text.replace(/,p=.*$/, '')}`;
      const key = mac(salted, 'Client Key');
      const signature = mac(createHash('sha256').update(key).digest(), exchange);
      const proof = Buffer.from(key.map((byte, at) => byte ^ (signature[at] ?? 0))).toString('base64');
      const isRight = text.endsWith(`,p=${proof}`);
      return isRight ? encode(`v=${mac(mac(salted, 'Server Key'), exchange).toString('base64')}`) : '';
    },
  };
}

/** Logs in by SCRAM against a server; says what the server heard. */
async function logInByScram(
  server: (line: 'first' | 'last', client: string) => string,
): Promise<{ outcome: string; heard: string }> {
  const scripted = await ScriptedServer.start({
    greeting: ['+OK ready <1896.697170952@example.test>'],
    steps: [
      { expect: /^AUTH SCRAM-SHA-256 (\S+)$/, reply: ({ match }) => [server('first', match?.[1] ?? '')] },
      { expect: /^([A-Za-z0-9+/=]+)$/, reply: ({ match }) => [server('last', match?.[1] ?? '')] },
      { expect: /^$/, reply: ['+OK'] },
    ],
    always: [
      { expect: /^CAPA$/, reply: ['+OK', 'USER', 'SASL PLAIN SCRAM-SHA-256', '.'] },
      { expect: /^(UIDL|LIST)$/, reply: ['+OK', '.'] },
      { expect: /^[A-Za-z0-9+/=]*$/, reply: ['+ '] },
      { expect: /^QUIT$/, reply: ['+OK'], close: 'end' },
    ],
  });
  const receiver = await Receiver.create();
  try {
    const outcome = await receiver.collect({ port: scripted.port });
    return { outcome, heard: scripted.connections.map(({ beforeTls }) => beforeTls.text).join('') };
  } finally {
    await receiver.close();
    await scripted.stop();
  }
}

const scram = (
  name: string,
  wanted: RegExp,
  server: () => (line: 'first' | 'last', client: string) => string,
): Scenario => ({
  name,
  run: async () => {
    const { outcome, heard } = await logInByScram(server());
    const broken = wanted.test(outcome) ? [] : [`ended with ${outcome}`];
    if (heard.includes(secret) || heard.includes(Buffer.from(`\0alice\0${secret}`).toString('base64')))
      broken.push('the password left');
    return { outcome, broken };
  },
});

const big = message('big', `${'x'.repeat(76)}\r\n`.repeat(1000));
const small = message('small');

/** Cases of our own, beyond the corpora. */
export const ownScenarios: readonly Scenario[] = [
  scram('scram: a server that knows the password', /^stored 0/, () => {
    const knows = scramServer(secret);
    return (line, client) => `+ ${knows[line](client)}`;
  }),
  scram('scram: another password', /^refused: auth\.wrongPassword$/, () => {
    const knows = scramServer('another');
    return (line, client) => (line === 'first' ? `+ ${knows.first(client)}` : '-ERR [AUTH] no');
  }),
  scram('scram: a server that only pretends', /^refused: protocol\.unexpected$/, () => {
    const knows = scramServer('guessed');
    return (line, client) =>
      line === 'first' ? `+ ${knows.first(client)}` : `+ ${Buffer.from('v=AAAA').toString('base64')}`;
  }),
  scram('scram: yes without a proof', /^refused: protocol\.unexpected$/, () => {
    const knows = scramServer('guessed');
    return (line, client) => (line === 'first' ? `+ ${knows.first(client)}` : '+OK welcome');
  }),
  scram('scram: challenges without end', /^refused: protocol\./, () => () => '+ '),
  faultScenario('size limit: the header first, the rest when asked', {
    messages: [big, small],
    play: async ({ run, receiver, drop, expect }) => {
      receiver.largestWholeBytes = 10_000;
      const outcomes = [await run(), await run()];
      expect('the header, once', outcomes, ['stored 2, deleted 1', 'stored 0, deleted 0']);
      expect('the row says how much is missing', receiver.inboxFlags(), [
        [`$Partial:${big.bytes.length}`],
        [],
      ]);
      expect(
        'the large one stays there',
        drop.messages.map(({ id }) => id),
        ['big'],
      );
      receiver.wanted = new Set(['big']);
      outcomes.push(await run());
      expect('then the whole', outcomes[2], 'stored 1, deleted 1');
      expect('in place of the header', receiver.inboxFlags(), [[], []]);
      return outcomes.join('; ');
    },
  }),
  faultScenario('size limit: what is deleted by its header is deleted there', {
    messages: [big, small],
    inTheEnd: () => [],
    play: async ({ run, receiver, drop, expect }) => {
      receiver.largestWholeBytes = 10_000;
      const outcomes = [await run()];
      await receiver.emptyInbox();
      drop.isHeld = () => true; // the person has said so
      outcomes.push(await run());
      expect('gone', outcomes, ['stored 2, deleted 1', 'stored 0, deleted 1']);
      return outcomes.join('; ');
    },
  }),
  faultScenario('size limit: not where the server lets nothing stay', {
    messages: [big, small],
    play: async ({ run, receiver, drop, expect }) => {
      receiver.largestWholeBytes = 10_000;
      drop.capabilities = [...drop.capabilities, 'EXPIRE 0'];
      const outcome = await run();
      expect('whole', outcome, 'stored 2, deleted 2');
      return outcome;
    },
  }),
  faultScenario('an id used again after deletion brings the new message', {
    messages: [message('a')],
    inTheEnd: () => [message('a'), message('a', 'another body')],
    play: async ({ run, drop, expect }) => {
      const outcomes = [await run()];
      drop.messages = [message('a', 'another body')];
      outcomes.push(await run());
      expect('both came', outcomes, ['stored 1, deleted 1', 'stored 1, deleted 1']);
      return outcomes.join('; ');
    },
  }),
  faultScenario('a server that drips', {
    play: async ({ run, expect }) => {
      let timer: NodeJS.Timeout | undefined;
      const outcome = await run({
        rules: [
          {
            expect: /^UIDL$/,
            wait: () => new Promise((resolve) => (timer = setTimeout(resolve, 30_000))),
            reply: ['+OK', '.'],
          },
        ],
      });
      clearTimeout(timer);
      expect('not waited for', outcome, 'refused: network.timeout');
      return outcome;
    },
  }),
  faultScenario('an answer that is there before its command', {
    play: async ({ run, expect, drop }) => {
      const outcome = await run({
        rules: [{ expect: /^PASS /, reply: '+OK\r\n+OK\r\n.\r\n+OK\r\n1 evil\r\n.\r\n' }],
      });
      expect('not believed', outcome, 'refused: protocol.unexpected');
      expect('nothing is deleted', drop.messages.length, 3);
      return outcome;
    },
  }),
];
