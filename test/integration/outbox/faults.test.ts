import { afterEach, describe, expect, it } from 'vitest';
import type { OutboxItem, OutboxState } from '../../../preload/contract/index.ts';
import { enqueue, startHarness, type Harness } from '../../unit/main/outbox/outboxFixture.ts';
import {
  drop,
  hang,
  startScriptedSmtpServer,
  type ScriptedSmtpServer,
  type SmtpScript,
} from '../../unit/main/smtp/scriptedSmtpServer.ts';
import { newSubmission, settings } from '../../unit/main/smtp/submissionFixture.ts';

let harness: Harness;
let server: ScriptedSmtpServer;
afterEach(async () => {
  await harness.stop();
  await server.close();
});

/** The outbox over the real SMTP client and a scripted server. */
const start = async (script: SmtpScript): Promise<void> => {
  server = await startScriptedSmtpServer(script);
  const { port } = server;
  harness = await startHarness();
  await harness.outbox.close();
  harness.ports = {
    ...harness.ports,
    submissionFor: async () =>
      newSubmission(settings(port), { silenceTimeoutMs: 300, connectTimeoutMs: 1000 }),
  };
  await harness.reopen();
};

const settled = ({ state }: OutboxItem): boolean => !['queued', 'sending', 'accepted'].includes(state.name);
const shown = (state: OutboxState): string =>
  'error' in state ? `${state.name} ${state.error.code}` : state.name;
const carol = (reply: string) => (line: string) => (line.includes('carol') ? reply : '250 ok');

const faults: readonly (readonly [string, SmtpScript, string, number])[] = [
  ['nothing', {}, 'filed', 1],
  ['421 at the greeting', { greeting: '421 later' }, 'retrying smtp.deferred', 0],
  ['silence at the greeting', { greeting: hang }, 'retrying network.timeout', 0],
  ['wrong password', { auth: '535 5.7.8 no' }, 'retrying auth.wrongPassword', 0],
  ['sender refused', { mail: '550 5.7.1 no' }, 'refused smtp.senderRefused', 0],
  ['sender deferred', { mail: '451 later' }, 'retrying smtp.deferred', 0],
  ['everyone refused', { rcpt: '550 5.1.1 nobody' }, 'refused smtp.recipientRefused', 0],
  ['everyone deferred', { rcpt: '450 grey' }, 'retrying smtp.deferred', 0],
  ['one refused', { rcpt: carol('550 5.1.1 nobody') }, 'partlyRefused smtp.recipientRefused', 1],
  ['one deferred', { rcpt: carol('450 grey') }, 'retrying smtp.deferred', 1],
  ['DATA refused', { data: '554 no' }, 'refused smtp.messageRefused', 0],
  ['dropped before DATA', { data: drop }, 'retrying network.closed', 0],
  ['dropped after the final dot', { message: drop }, 'uncertain smtp.outcomeUnknown', 0],
  ['silence after the final dot', { message: hang }, 'uncertain smtp.outcomeUnknown', 0],
  ['message refused', { message: '554 5.7.1 spam' }, 'refused smtp.messageRefused', 0],
  ['message deferred', { message: '452 4.2.2 full' }, 'retrying smtp.deferred', 0],
  ['too large', { extensions: ['SIZE 100', 'AUTH PLAIN'] }, 'refused smtp.tooLarge', 0],
];

describe('every fault ends in a named state', () => {
  it.each(faults)('%s', async (_name, script, expected, taken) => {
    await start(script);
    await enqueue(harness, 'draft-1', { to: 'bob@burger.test carol@burger.test' });
    const item = await harness.until(settled);
    expect({ state: shown(item.state), taken: server.taken.length }).toEqual({ state: expected, taken });
    // Whatever happened, the message and its draft are still there.
    expect(harness.outbox.list()).toHaveLength(1);
  });
});

describe('over time', () => {
  it('greylisting: taken at the second attempt, once for each', async () => {
    const asked: string[] = [];
    await start({
      rcpt: (line) => {
        asked.push(line);
        return line.includes('carol') && asked.length < 3 ? '450 4.2.0 grey' : '250 ok';
      },
    });
    await enqueue(harness, 'draft-1', { to: 'bob@burger.test carol@burger.test' });
    await harness.until(({ state }) => state.name === 'retrying');
    await harness.passTime(60_000, () => harness.outbox.list().every(({ state }) => state.name === 'filed'));
    expect(asked).toEqual([
      'RCPT TO:<bob@burger.test>',
      'RCPT TO:<carol@burger.test>',
      'RCPT TO:<carol@burger.test>',
    ]);
    expect(server.taken).toHaveLength(2);
    expect(new Set(server.taken).size).toBe(1);
  });

  it('a drop before the final dot is sent again by itself, and taken once', async () => {
    await start({ data: (_line, connection) => (connection === 1 ? drop : '354 go') });
    await enqueue(harness);
    await harness.until(({ state }) => state.name === 'retrying');
    await harness.passTime(60_000, () => harness.outbox.list().every(({ state }) => state.name === 'filed'));
    expect(server.taken).toHaveLength(1);
    expect(harness.mailbox.copies.map(({ source }) => Buffer.from(source).toString('latin1'))).toEqual(
      server.taken,
    );
  });
});
