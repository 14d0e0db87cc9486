import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDemoWorld } from '../../../main/demo/createDemoWorld.ts';
import { demoStatus } from '../../../main/demo/demoStatus.ts';
import type { DemoWorld } from '../../../main/demo/demoTypes.ts';
import { accountOf } from './imapflowClient.ts';
import { ManualClock } from './ManualClock.ts';

const MINUTE = 60_000;

const submit = async (world: DemoWorld, to: string | string[], dsn?: { notify: string }): Promise<void> => {
  const { submission, user, password } = accountOf(world, 'alice@crepes.fr');
  const transport = createTransport({
    host: submission.host,
    port: submission.port,
    secure: false,
    ignoreTLS: true,
    auth: { user, pass: password },
  });
  await transport.sendMail({
    from: 'alice@crepes.fr',
    to,
    subject: '메밀 가루',
    text: 'The flour is on its way.\n.a line that begins with a dot\n..\n',
    ...(dsn === undefined
      ? {}
      : { dsn: { ...dsn, id: 'x', return: 'headers', recipient: 'alice@crepes.fr' } }),
  });
  transport.close();
};

const inboxOf = (world: DemoWorld, address: string): Buffer[] =>
  world
    .mailAccount(address)
    ?.inbox.all()
    .map((message) => message.content.bytes) ?? [];

/** Resolves once the condition holds; asked again after each event of the world. */
const until = (world: DemoWorld, condition: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const check = (): void => {
      if (!condition()) return;
      stop();
      resolve();
    };
    const stop = world.listen(check);
    check();
  });

const queueOf = (world: DemoWorld) => world.domains().find(({ name }) => name === 'crepes.fr')?.queue ?? [];

describe('the queue between the two servers', () => {
  let clock: ManualClock;
  let world: DemoWorld;

  beforeEach(async () => {
    clock = new ManualClock(Date.UTC(2026, 10, 14, 9));
    world = createDemoWorld({ seed: 'empty', clock });
    await world.start();
  });
  afterEach(() => world.stop());

  const attempts = (count: number) => until(world, () => queueOf(world)[0]?.attempts === count);

  it('delivers at once while both are up, dots and all', async () => {
    await submit(world, ['bob@hamburger.edu', 'carol@hamburger.edu', 'alice@crepes.fr']);
    await until(world, () => inboxOf(world, 'bob@hamburger.edu').length === 1);
    const [bytes] = inboxOf(world, 'bob@hamburger.edu');
    const mail = await simpleParser(bytes ?? '');
    expect({
      subject: mail.subject,
      text: mail.text,
      returnPath: mail.headers.get('return-path'),
      hops: bytes?.toString().match(/^Received: from .* by (\S+) with \S+/gm)?.length,
      carol: inboxOf(world, 'carol@hamburger.edu').length,
      alice: inboxOf(world, 'alice@crepes.fr').length,
      queue: queueOf(world),
    }).toMatchObject({
      subject: '메밀 가루',
      text: 'The flour is on its way.\n.a line that begins with a dot\n..\n',
      hops: 2,
      carol: 1,
      alice: 1,
      queue: [],
    });
  });

  it('keeps a message while the other server is down, and delivers it once', async () => {
    await world.setUp('hamburger.edu', false);
    await submit(world, 'bob@hamburger.edu');
    await attempts(1);
    expect(demoStatus(world).servers).toEqual([
      {
        domain: 'crepes.fr',
        up: true,
        users: ['alice@crepes.fr'],
        queue: [
          {
            id: 'Q00001',
            from: 'alice@crepes.fr',
            to: ['bob@hamburger.edu'],
            subject: '메밀 가루',
            attempts: 1,
            nextAttemptAt: clock.now() + 30 * MINUTE,
            lastError: 'hamburger.edu refused the connection',
          },
        ],
      },
      { domain: 'hamburger.edu', up: false, users: ['bob@hamburger.edu', 'carol@hamburger.edu'], queue: [] },
    ]);
    clock.advance(30 * MINUTE);
    await attempts(2);
    await world.setUp('hamburger.edu', true);
    expect(inboxOf(world, 'bob@hamburger.edu')).toHaveLength(0);
    clock.advance(30 * MINUTE);
    await until(world, () => queueOf(world).length === 0);
    clock.advance(24 * 60 * MINUTE);
    expect(inboxOf(world, 'bob@hamburger.edu')).toHaveLength(1);
    expect(inboxOf(world, 'alice@crepes.fr')).toHaveLength(0);
  });

  it('gives up after the limit and tells the sender whom and why', async () => {
    await world.stop();
    world = createDemoWorld({
      seed: 'empty',
      clock,
      schedule: { retryMs: 30 * MINUTE, giveUpAfterMs: 60 * MINUTE },
    });
    await world.start();
    await world.setUp('hamburger.edu', false);
    await submit(world, 'bob@hamburger.edu');
    await attempts(1);
    clock.advance(30 * MINUTE);
    await attempts(2);
    clock.advance(30 * MINUTE);
    await until(world, () => inboxOf(world, 'alice@crepes.fr').length === 1);
    const mail = await simpleParser(inboxOf(world, 'alice@crepes.fr')[0] ?? '', { keepDeliveryStatus: true });
    expect(mail.subject).toBe('Not delivered: your message to bob@hamburger.edu');
    expect(mail.text).toContain('bob@hamburger.edu\n    The server could not be reached for 1 hour');
    expect(mail.text).toContain('hamburger.edu refused the connection');
    expect(mail.attachments.map(({ contentType }) => contentType)).toEqual([
      'message/delivery-status',
      'text/rfc822-headers',
    ]);
    expect(mail.attachments[0]?.content.toString()).toMatch(
      /Final-Recipient: rfc822; bob@hamburger\.edu\s+Action: failed\s+Status: 4\.4\.1/,
    );
    expect(queueOf(world)).toEqual([]);
  });

  it('reports a recipient who does not exist and delivers to the one who does', async () => {
    await submit(world, ['bob@hamburger.edu', 'nobody@hamburger.edu', 'x@nowhere.example']);
    await until(world, () => inboxOf(world, 'alice@crepes.fr').length === 2);
    const reports = inboxOf(world, 'alice@crepes.fr').map((bytes) => bytes.toString());
    expect(reports.map((text) => /^Final-Recipient: (.*)\r$/m.exec(text)?.[1]).sort()).toEqual([
      'rfc822; nobody@hamburger.edu',
      'rfc822; x@nowhere.example',
    ]);
    expect(inboxOf(world, 'bob@hamburger.edu')).toHaveLength(1);
  });

  it('honours what the sender wants to be told (DSN)', async () => {
    await submit(world, 'nobody@hamburger.edu', { notify: 'never' });
    await until(world, () => queueOf(world).length === 0);
    expect(inboxOf(world, 'alice@crepes.fr')).toHaveLength(0);
    await submit(world, 'bob@hamburger.edu', { notify: 'success' });
    await until(world, () => inboxOf(world, 'alice@crepes.fr').length === 1);
    expect(inboxOf(world, 'alice@crepes.fr')[0]?.toString()).toContain('Action: relayed');
  });

  it('refuses a wrong password and a borrowed address', async () => {
    const { submission } = accountOf(world, 'alice@crepes.fr');
    const send = (pass: string, from: string) =>
      createTransport({ ...submission, secure: false, auth: { user: 'alice@crepes.fr', pass } }).sendMail({
        from,
        to: 'bob@hamburger.edu',
        text: 'x',
      });
    await expect(send('wrong', 'alice@crepes.fr')).rejects.toMatchObject({ responseCode: 535 });
    await expect(send('galette', 'bob@hamburger.edu')).rejects.toMatchObject({ responseCode: 553 });
  });
});
