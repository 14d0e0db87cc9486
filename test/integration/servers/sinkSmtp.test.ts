import nodemailer from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { certificateName, makeCertificate } from '../../servers/certificates.ts';
import { greylistFirst, SinkSmtp, type SinkOptions, type SinkRules } from '../../servers/sinkSmtp.ts';

const raw = 'From: a@x.test\r\nSubject: dots\r\n\r\n.\r\n..two\r\nend without a newline';
const running: SinkSmtp[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sink) => sink.stop()));
});

async function start(options: SinkOptions): Promise<SinkSmtp> {
  const sink = await SinkSmtp.start(options);
  running.push(sink);
  return sink;
}

/** Sends the raw message and answers what nodemailer makes of it. */
async function send(sink: SinkSmtp, to: string[], more: object = {}): Promise<object> {
  const transport = nodemailer.createTransport({
    host: sink.host,
    port: sink.port,
    ignoreTLS: true,
    ...more,
  });
  try {
    const { accepted, rejected } = await transport.sendMail({ envelope: { from: 'a@x.test', to }, raw });
    return { accepted, rejected };
  } catch (error) {
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    return { code, responseCode };
  } finally {
    transport.close();
  }
}

describe('SinkSmtp', () => {
  it('keeps envelope and exact bytes', async () => {
    const sink = await start({});
    expect(await send(sink, ['b@x.test', 'c@x.test'])).toEqual({
      accepted: ['b@x.test', 'c@x.test'],
      rejected: [],
    });
    const [message] = await sink.waitForMessages(1);
    expect({ ...message, raw: message?.raw.toString() }).toEqual({
      envelope: { from: 'a@x.test', to: ['b@x.test', 'c@x.test'], user: undefined, secure: false },
      // SMTP cannot carry a message without a last line end.
      raw: `${raw}\r\n`,
      verdict: 'accept',
    });
  });

  it.each<[string, SinkRules, object, arrived: number]>([
    [
      'refuses a recipient',
      {
        recipient: (address) => (address.startsWith('no') ? { code: 550, text: '5.1.1 unknown' } : 'accept'),
      },
      { accepted: ['b@x.test'], rejected: ['no@x.test'] },
      1,
    ],
    [
      'refuses the sender',
      { sender: () => ({ code: 553, text: '5.1.8 not you' }) },
      { code: 'EENVELOPE', responseCode: 553 },
      0,
    ],
    [
      'refuses after the final dot',
      { message: () => ({ code: 554, text: '5.7.1 spam' }) },
      { code: 'EMESSAGE', responseCode: 554 },
      1,
    ],
    ['drops at connect', { connect: () => 'drop' }, { code: 'ECONNECTION', responseCode: undefined }, 0],
    [
      'drops at a recipient',
      { recipient: () => 'drop' },
      { code: 'ECONNECTION', responseCode: undefined },
      0,
    ],
    [
      'drops before the body',
      { beforeBody: () => 'drop' },
      { code: 'ECONNECTION', responseCode: undefined },
      0,
    ],
    [
      'drops after the final dot',
      { message: () => 'drop' },
      { code: 'ECONNECTION', responseCode: undefined },
      1,
    ],
  ])('%s', async (_name, rules, outcome, arrived) => {
    const sink = await start({ rules });
    expect(await send(sink, ['b@x.test', 'no@x.test'])).toEqual(outcome);
    expect(sink.messages).toHaveLength(arrived);
  });

  it('greylists the first time only', async () => {
    const sink = await start({ rules: { recipient: greylistFirst } });
    expect(await send(sink, ['b@x.test'])).toMatchObject({ responseCode: 451 });
    expect(await send(sink, ['b@x.test'])).toEqual({ accepted: ['b@x.test'], rejected: [] });
  });

  it('is as slow as the test wants', async () => {
    let release = (): void => undefined;
    const gate = new Promise<'accept'>((resolve) => {
      release = () => resolve('accept');
    });
    let asked = (): void => undefined;
    const reached = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const message = (): Promise<'accept'> => {
      asked();
      return gate;
    };
    const sink = await start({ rules: { message } });
    const sending = send(sink, ['b@x.test']);
    await reached;
    expect(sink.messages).toHaveLength(0);
    release();
    expect(await sending).toEqual({ accepted: ['b@x.test'], rejected: [] });
  });

  it.each([false, true])('takes a login under TLS, implicit: %s', async (implicitTls) => {
    const certificate = await makeCertificate('trusted');
    const sink = await start({
      certificate,
      implicitTls,
      authenticate: (_user, password) => password === 'right',
    });
    const tls = { ca: certificate.ca, servername: certificateName };
    const login = (pass: string): object => ({
      tls,
      secure: implicitTls,
      requireTLS: !implicitTls,
      ignoreTLS: false,
      auth: { user: 'ann', pass },
    });
    expect(await send(sink, ['b@x.test'], login('wrong'))).toEqual({ code: 'EAUTH', responseCode: 535 });
    await send(sink, ['b@x.test'], login('right'));
    expect(sink.messages.map(({ envelope }) => envelope)).toEqual([
      { from: 'a@x.test', to: ['b@x.test'], user: 'ann', secure: true },
    ]);
  });
});
