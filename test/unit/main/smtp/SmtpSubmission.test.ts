import { afterEach, describe, expect, it } from 'vitest';
import { testSmtpLogin } from '../../../../main/engine/smtp/SmtpSubmission.ts';
import type { SubmissionOutcome } from '../../../../main/engine/smtp/submission.ts';
import {
  drop,
  hang,
  startScriptedSmtpServer,
  type ScriptedSmtpServer,
  type SmtpScript,
} from './scriptedSmtpServer.ts';
import { newRequest, newSubmission, newTranscripts, settings } from './submissionFixture.ts';

let server: ScriptedSmtpServer | undefined;
afterEach(async () => server?.close());

const start = async (script: SmtpScript): Promise<ScriptedSmtpServer> => {
  server = await startScriptedSmtpServer(script);
  return server;
};

/** What matters of an outcome, flat: kind, code, and each recipient's status. */
const summary = (outcome: SubmissionOutcome): string =>
  [
    outcome.kind,
    'error' in outcome ? `${outcome.error.code}/${outcome.error.retry}` : '',
    outcome.recipients.map(({ recipient, status }) => `${recipient[0] ?? ''}:${status}`).join(','),
  ].join(' ');

const secondOnly = (reply: string) => (line: string) => (line.includes('carol') ? reply : '250 ok');

/** fault, script, expected outcome, times the body was handed over, messages the server took. */
const faults: readonly (readonly [string, SmtpScript, string, number, number])[] = [
  ['nothing', {}, 'accepted  b:accepted,c:accepted', 1, 1],
  ['nothing, pipelined', { extensions: ['PIPELINING', 'AUTH PLAIN'] }, 'accepted  b:accepted,c:accepted', 1, 1],
  ['greeting 421', { greeting: '421 4.3.2 later' }, 'deferred smtp.deferred/later ', 0, 0],
  ['greeting 554', { greeting: '554 no service' }, 'deferred mail.refused/never ', 0, 0],
  ['greeting dropped', { greeting: drop }, 'deferred network.closed/later ', 0, 0],
  ['greeting is garbage', { greeting: 'SSH-2.0-OpenSSH_9' }, 'deferred protocol.garbage/never ', 0, 0],
  ['EHLO dropped', { ehlo: drop }, 'deferred network.closed/later ', 0, 0],
  ['no AUTH offered', { extensions: [] }, 'deferred auth.mechanism/afterChange ', 0, 0],
  ['wrong password', { auth: '535 5.7.8 no' }, 'deferred auth.wrongPassword/afterChange ', 0, 0],
  ['login for the moment not possible', { auth: '454 4.7.0 later' }, 'deferred auth.unavailable/later ', 0, 0],
  ['login 421', { auth: '421 4.7.0 too many' }, 'deferred auth.unavailable/later ', 0, 0],
  ['app password needed', { auth: '534 5.7.9 app password' }, 'deferred auth.refused/afterChange ', 0, 0],
  ['AUTH dropped', { auth: drop }, 'deferred network.closed/later ', 0, 0],
  ['MAIL 451', { mail: '451 4.3.0 later' }, 'deferred smtp.deferred/later ', 0, 0],
  ['MAIL 530', { mail: '530 5.7.0 log in' }, 'deferred auth.refused/afterChange ', 0, 0],
  ['MAIL 550', { mail: '550 5.1.7 you are not' }, 'refused smtp.senderRefused/never ', 0, 0],
  ['MAIL 552', { mail: '552 5.3.4 too big' }, 'refused smtp.tooLarge/never ', 0, 0],
  ['MAIL 421 and gone', { mail: '421 4.4.2 bye' }, 'deferred smtp.deferred/later ', 0, 0],
  ['MAIL dropped', { mail: drop }, 'deferred network.closed/later ', 0, 0],
  ['all RCPT 550', { rcpt: '550 5.1.1 nobody' }, 'refused smtp.recipientRefused/never b:refused,c:refused', 0, 0],
  ['all RCPT 450', { rcpt: '450 4.2.0 grey' }, 'deferred smtp.deferred/later b:deferred,c:deferred', 0, 0],
  ['RCPT 450 and 550', { rcpt: (line) => (line.includes('carol') ? '550 5.1.1 no' : '450 grey') }, 'deferred smtp.deferred/later b:deferred,c:refused', 0, 0],
  ['all RCPT 550, pipelined', { rcpt: '550 5.1.1 nobody', data: '503 5.5.1 no', extensions: ['PIPELINING', 'AUTH PLAIN'] }, 'refused smtp.recipientRefused/never b:refused,c:refused', 0, 0],
  ['one RCPT 550', { rcpt: secondOnly('550 5.1.1 nobody') }, 'partlyRefused smtp.recipientRefused/never b:accepted,c:refused', 1, 1],
  ['one RCPT 550, pipelined', { rcpt: secondOnly('550 5.1.1 nobody'), extensions: ['PIPELINING', 'AUTH PLAIN'] }, 'partlyRefused smtp.recipientRefused/never b:accepted,c:refused', 1, 1],
  ['one RCPT 452', { rcpt: secondOnly('452 4.5.3 too many') }, 'partlyRefused smtp.deferred/later b:accepted,c:deferred', 1, 1],
  ['RCPT dropped', { rcpt: drop }, 'deferred network.closed/later ', 0, 0],
  ['DATA 451', { data: '451 4.3.0 later' }, 'deferred smtp.deferred/later ', 0, 0],
  ['DATA 554', { data: '554 5.6.0 no' }, 'refused smtp.messageRefused/never ', 0, 0],
  ['DATA dropped', { data: drop }, 'deferred network.closed/later ', 0, 0],
  ['dropped after the final dot', { message: drop }, 'uncertain smtp.outcomeUnknown/never ', 1, 0],
  ['silence after the final dot', { message: hang }, 'uncertain smtp.outcomeUnknown/never ', 1, 0],
  ['garbage after the final dot', { message: 'what?' }, 'uncertain smtp.outcomeUnknown/never ', 1, 0],
  ['one RCPT 550, then dropped after the dot', { rcpt: secondOnly('550 5.1.1 no'), message: drop }, 'uncertain smtp.outcomeUnknown/never c:refused', 1, 0],
  ['message 451', { message: '451 4.7.1 later' }, 'deferred smtp.deferred/later ', 1, 0],
  ['message 421', { message: '421 4.7.1 later' }, 'deferred smtp.deferred/later ', 1, 0],
  ['message 554', { message: '554 5.7.1 spam' }, 'refused smtp.messageRefused/never ', 1, 0],
  ['message 552', { message: '552 5.2.3 too big' }, 'refused smtp.tooLarge/never ', 1, 0],
  ['SIZE too small', { extensions: ['SIZE 10', 'AUTH PLAIN'] }, 'refused smtp.tooLarge/never ', 0, 0],
  ['SIZE without limit', { extensions: ['SIZE 0', 'AUTH PLAIN'] }, 'accepted  b:accepted,c:accepted', 1, 1],
  ['multi-line replies', { message: '250-2.0.0 one\r\n250 2.0.0 two' }, 'accepted  b:accepted,c:accepted', 1, 1],
]; // prettier-ignore

describe('one attempt against every fault', () => {
  it.each(faults)('%s', async (_name, script, expected, handovers, taken) => {
    const { port } = await start(script);
    const submission = newSubmission(settings(port), { silenceTimeoutMs: 300 });
    const request = newRequest();
    const outcome = await submission.submit(request);
    await submission.close();
    expect({
      outcome: summary(outcome),
      handovers: request.handovers(),
      taken: server?.taken.length,
    }).toEqual({
      outcome: expected,
      handovers,
      taken,
    });
  });

  it('says "too large" with the limit before it sends a byte of the transaction', async () => {
    const { port, lines } = await start({ extensions: ['SIZE 10', 'AUTH PLAIN'] });
    const submission = newSubmission(settings(port));
    const outcome = await submission.submit(newRequest());
    await submission.close();
    expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'smtp.tooLarge', subject: '10' } });
    expect(lines.map((line) => line.slice(0, 4))).toEqual(['EHLO', 'AUTH', 'QUIT']);
  });

  it('names the refused recipient and keeps the words of the server', async () => {
    const { port } = await start({ rcpt: secondOnly('550 5.1.1 no carol here') });
    const submission = newSubmission(settings(port));
    const outcome = await submission.submit(newRequest());
    await submission.close();
    expect(outcome).toEqual({
      kind: 'partlyRefused',
      response: '250 2.0.0 queued',
      recipients: [
        { recipient: 'bob@burger.test', status: 'accepted', reply: '250 ok' },
        { recipient: 'carol@burger.test', status: 'refused', reply: '550 5.1.1 no carol here' },
      ],
      error: {
        code: 'smtp.recipientRefused',
        scope: 'message',
        retry: 'never',
        message: 'the server answered 550 to rcpt',
        host: '127.0.0.1',
        port,
        serverReply: '550 5.1.1 no carol here',
        reason: 'unknownAddress',
        subject: 'carol@burger.test',
      },
    });
  });
});

describe('the final dot', () => {
  it('is not written before beforeHandover has resolved', async () => {
    const scripted = await start({});
    const submission = newSubmission(settings(scripted.port));
    let release = (): void => undefined;
    let reached = (): void => undefined;
    const atGate = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const attempt = submission.submit(
      newRequest({
        beforeHandover: () => {
          reached();
          return new Promise((resolve) => {
            release = resolve;
          });
        },
      }),
    );
    await atGate;
    // A whole round trip of another connection: time enough for a dot to arrive, were it sent.
    await testSmtpLogin(settings(scripted.port), 'x', newTranscripts(), new AbortController().signal);
    expect(scripted.complete).toEqual([]);
    release();
    expect((await attempt).kind).toBe('accepted');
    expect(scripted.complete).toEqual(['Subject: hi\r\n\r\n.dot\r\nbody\r\n']);
    await submission.close();
  });

  it('is never written when beforeHandover fails', async () => {
    const scripted = await start({});
    const submission = newSubmission(settings(scripted.port));
    const outcome = await submission.submit(
      newRequest({ beforeHandover: () => Promise.reject(new Error('disk')) }),
    );
    await submission.close();
    expect(summary(outcome)).toBe('deferred store.ioError/later ');
    expect(scripted.complete).toEqual([]);
  });

  it('is never written after an answer that came too early', async () => {
    for (const reply of ['354 go\r\n552 5.3.4 stop', '354 go\r\n250 2.0.0 sure']) {
      const scripted = await start({ data: reply });
      const submission = newSubmission(settings(scripted.port));
      const outcome = await submission.submit(
        newRequest({ beforeHandover: () => new Promise((resolve) => setTimeout(resolve, 50)) }),
      );
      await submission.close();
      expect({ kind: outcome.kind, complete: scripted.complete }).toEqual({
        kind: reply.includes('552') ? 'refused' : 'deferred',
        complete: [],
      });
      await scripted.close();
    }
  });

  it('a connection lost in the body is deferred', async () => {
    const scripted = await start({ dropInBodyAfter: 1000 });
    const submission = newSubmission(settings(scripted.port));
    const bytes = Buffer.alloc(4_000_000, 'x\r\n');
    const outcome = await submission.submit(
      newRequest({
        source: { bytes },
        beforeHandover: () => new Promise((resolve) => setTimeout(resolve, 500)),
      }),
    );
    expect(outcome.kind).toBe('deferred');
    expect(scripted.complete).toEqual([]);
  });

  it('aborting before it defers, after it leaves the outcome unknown', async () => {
    for (const [step, kind] of [
      ['data', 'deferred'],
      ['message', 'uncertain'],
    ] as const) {
      const controller = new AbortController();
      const abort = (): typeof hang => {
        controller.abort();
        return hang;
      };
      const scripted = await start({ [step]: abort });
      const submission = newSubmission(settings(scripted.port));
      expect((await submission.submit(newRequest({ signal: controller.signal }))).kind).toBe(kind);
      await submission.close();
      await scripted.close();
    }
  });
});

describe('the connection', () => {
  it('is kept for the next message', async () => {
    const scripted = await start({});
    const submission = newSubmission(settings(scripted.port));
    for (let count = 0; count < 3; count += 1)
      expect((await submission.submit(newRequest())).kind).toBe('accepted');
    await submission.close();
    expect({ connections: scripted.connections, taken: scripted.taken.length }).toEqual({
      connections: 1,
      taken: 3,
    });
    expect(scripted.lines.map((line) => line.slice(0, 4))).toEqual([
      'EHLO',
      'AUTH',
      ...Array.from({ length: 3 }, () => ['MAIL', 'RCPT', 'RCPT', 'DATA']).flat(),
      'QUIT',
    ]);
  });

  it('is opened again when it died of old age', async () => {
    const scripted = await start({
      mail: (_line, connection) => (connection === 1 && scripted.taken.length === 1 ? drop : '250 ok'),
    });
    const submission = newSubmission(settings(scripted.port));
    expect((await submission.submit(newRequest())).kind).toBe('accepted');
    expect((await submission.submit(newRequest())).kind).toBe('accepted');
    await submission.close();
    expect({ connections: scripted.connections, taken: scripted.taken.length }).toEqual({
      connections: 2,
      taken: 2,
    });
  });

  it('writes a transcript with phases and without the password', async () => {
    const scripted = await start({ extensions: ['AUTH LOGIN'], auth: '334 VXNlcm5hbWU6' });
    const transcripts = newTranscripts();
    const submission = newSubmission(settings(scripted.port), { silenceTimeoutMs: 200 }, transcripts);
    await submission.submit(newRequest());
    await submission.close();
    const [first] = transcripts.list();
    const text = transcripts
      .lines(first?.id ?? '', -1)
      .map(({ direction, phase, text: line }) => `${phase} ${direction} ${line}`)
      .join('\n');
    expect(text).toContain('handshake sent AUTH LOGIN');
    expect(text).not.toContain(Buffer.from('alice').toString('base64'));
    expect(text).not.toContain('s3cret');
  });

  it('says the phases of a whole dialogue', async () => {
    const scripted = await start({});
    const transcripts = newTranscripts();
    const submission = newSubmission(settings(scripted.port), {}, transcripts);
    await submission.submit(newRequest());
    await submission.close();
    const lines = transcripts.lines('c1', -1).filter(({ direction }) => direction !== 'note');
    expect(
      lines.map(({ phase, direction, text }) => `${phase} ${direction === 'sent' ? '>' : '<'} ${text}`),
    ).toEqual([
      'handshake < 220 scripted.test ESMTP',
      'handshake > EHLO [127.0.0.1]',
      'handshake < 250-scripted.test',
      'handshake < 250 AUTH PLAIN',
      'handshake > AUTH PLAIN ••••',
      'handshake < 235 2.7.0 in',
      'transfer > MAIL FROM:<alice@crepes.test>',
      'transfer < 250 2.1.0 ok',
      'transfer > RCPT TO:<bob@burger.test>',
      'transfer < 250 2.1.5 ok',
      'transfer > RCPT TO:<carol@burger.test>',
      'transfer < 250 2.1.5 ok',
      'transfer > DATA',
      'transfer < 354 go',
      'transfer < 250 2.0.0 queued',
      'close > QUIT',
      'close < 221 bye',
    ]);
    expect(transcripts.list()[0]?.phase).toBe('closed');
  });

  it('refused: nothing listens', async () => {
    const scripted = await start({});
    await scripted.close();
    expect(summary(await newSubmission(settings(scripted.port)).submit(newRequest()))).toBe(
      'deferred network.refused/later ',
    );
  });

  it('ends a greeting that never comes, and endless replies', async () => {
    const silent = await start({ greeting: hang });
    const submission = newSubmission(settings(silent.port), { connectTimeoutMs: 200 });
    expect(summary(await submission.submit(newRequest()))).toBe('deferred network.timeout/later ');
    await silent.close();
    const endless = await start({ ehlo: '250-more\r\n'.repeat(20_000) });
    const second = newSubmission(settings(endless.port), { connectTimeoutMs: 2000 });
    expect(summary(await second.submit(newRequest()))).toBe('deferred protocol.garbage/never ');
  });
});
