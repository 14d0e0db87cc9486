import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerSettings } from '../../../preload/contract/index.ts';
import { SmtpSubmission, testSmtpLogin } from '../../../main/engine/smtp/SmtpSubmission.ts';
import { Transcripts } from '../../../main/engine/transcript/Transcripts.ts';
import { certificateName } from '../../servers/certificates.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';
import { attachment, bytesOf, compose, identity, newDraft } from '../../unit/main/smtp/composeFixture.ts';

const newTranscripts = (): Transcripts => new Transcripts(Date.now, () => undefined);
const signal = (): AbortSignal => new AbortController().signal;

describe.skipIf(!isAvailable())('Dovecot submission (skipped where it is not installed)', () => {
  let server: MailServer;
  let pin: string;
  beforeAll(async () => {
    server = await startMailServer();
    const pem = readFileSync(path.join(server.directory, 'tls', 'server.pem'));
    pin = createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
  });
  afterAll(async () => server.stop());

  const settings = (change: Partial<ServerSettings> = {}): ServerSettings => ({
    host: server.host,
    port: server.ports.submission,
    security: 'starttls',
    user: server.address('alice'),
    auth: 'password',
    pinnedCertificate: pin,
    ...change,
  });

  const inboxOf = async (user: string): Promise<Buffer[]> => {
    const client = new ImapFlow({
      host: server.host,
      port: server.ports.imaps,
      secure: true,
      auth: { user: server.address(user), pass: server.password(user) },
      tls: { ca: server.ca, servername: certificateName },
      logger: false,
    });
    await client.connect();
    try {
      await client.mailboxOpen('INBOX', { readOnly: true });
      const sources: Buffer[] = [];
      for await (const { source } of client.fetch('1:*', { source: true }))
        sources.push(source ?? Buffer.alloc(0));
      return sources;
    } finally {
      await client.logout();
    }
  };

  it('alice writes to bob in Korean with an attachment; he has the identical bytes', async () => {
    const file = Buffer.from(Array.from({ length: 200_000 }, (_value, index) => (index * 7) % 256));
    const draft = newDraft({
      to: [{ name: '밥', address: server.address('bob') }],
      bcc: [{ name: '', address: server.address('carol') }],
      subject: '첨부 파일 보내드립니다',
      html: '<p>안녕하세요</p><pre>.\r\n..점\r\n</pre>',
      attachments: [attachment('file', file, { name: '사업 계획서.pdf', type: 'application/pdf' })],
    });
    const message = compose(draft, { file }, { ...identity, address: server.address('alice') });
    const bytes = await bytesOf(message);
    const transcripts = newTranscripts();
    const submission = new SmtpSubmission({
      server: settings(),
      secret: server.password('alice'),
      accountId: null,
      transcripts,
    });
    const outcome = await submission.submit({
      envelope: message.envelope,
      source: { bytes },
      signal: signal(),
      beforeHandover: async () => undefined,
    });
    await submission.close();
    expect(outcome).toMatchObject({
      kind: 'accepted',
      recipients: [
        { recipient: 'bob@example.test', status: 'accepted' },
        { recipient: 'carol@example.test', status: 'accepted' },
      ],
    });
    const received = await inboxOf('bob');
    expect(received).toHaveLength(1);
    // The servers on the way add lines on top; what was composed stands below them unchanged.
    expect(received[0]?.subarray(-bytes.length).equals(bytes)).toBe(true);
    const mail = await simpleParser(received[0] ?? '');
    expect({
      subject: mail.subject,
      name: mail.attachments[0]?.filename,
      same: mail.attachments[0]?.content.equals(file),
    }).toEqual({
      subject: '첨부 파일 보내드립니다',
      name: '사업 계획서.pdf',
      same: true,
    });
    expect((received[0] ?? '').toString('latin1')).not.toMatch(/^bcc:/im);
    expect((await inboxOf('carol')).length).toBe(1);
    const [connection] = transcripts.list();
    expect(connection).toMatchObject({ protocol: 'smtp', secure: true, phase: 'closed' });
    const text = transcripts
      .lines(connection?.id ?? '', -1)
      .map((line) => line.text)
      .join('\n');
    expect(text).toContain('STARTTLS');
    expect(text).not.toContain(
      Buffer.from(`\0${server.address('alice')}`)
        .toString('base64')
        .slice(0, 12),
    );
  });

  it('takes thirty messages over one connection, with implicit TLS', async () => {
    const before = server.listMailbox('bob').length;
    const transcripts = newTranscripts();
    const submission = new SmtpSubmission({
      server: settings({ port: server.ports.submissions, security: 'tls' }),
      secret: server.password('alice'),
      accountId: null,
      transcripts,
    });
    for (let count = 0; count < 30; count += 1) {
      const outcome = await submission.submit({
        envelope: { from: server.address('alice'), to: [server.address('bob')] },
        source: { bytes: Buffer.from(`Subject: ${count}\r\n\r\nhi\r\n`) },
        signal: signal(),
        beforeHandover: async () => undefined,
      });
      expect(outcome.kind).toBe('accepted');
    }
    await submission.close();
    expect({
      arrived: server.listMailbox('bob').length - before,
      connections: transcripts.list().length,
    }).toEqual({ arrived: 30, connections: 1 });
  });

  it('names an unknown recipient and delivers to the others', async () => {
    const submission = new SmtpSubmission({
      server: settings(),
      secret: server.password('alice'),
      accountId: null,
      transcripts: newTranscripts(),
    });
    const outcome = await submission.submit({
      envelope: { from: server.address('alice'), to: [server.address('bob'), 'nobody@example.test'] },
      source: { bytes: Buffer.from('Subject: x\r\n\r\nx\r\n') },
      signal: signal(),
      beforeHandover: async () => undefined,
    });
    await submission.close();
    expect(outcome).toMatchObject({
      kind: 'partlyRefused',
      recipients: [{ status: 'accepted' }, { recipient: 'nobody@example.test', status: 'refused' }],
      error: { code: 'smtp.recipientRefused', subject: 'nobody@example.test' },
    });
  });

  it('a password outside ASCII, an access token, and wrong ones of both', async () => {
    const carol = settings({ user: server.address('carol') });
    await testSmtpLogin(carol, server.password('carol'), newTranscripts(), signal());
    await testSmtpLogin(
      settings({ auth: 'oauth2' }),
      server.accessToken('alice'),
      newTranscripts(),
      signal(),
    );
    await expect(testSmtpLogin(settings(), 'wrong', newTranscripts(), signal())).rejects.toMatchObject({
      code: 'auth.wrongPassword',
    });
    await expect(
      testSmtpLogin(settings({ auth: 'oauth2' }), 'wrong', newTranscripts(), signal()),
    ).rejects.toMatchObject({ data: { code: 'auth.wrongPassword' } });
  });

  it('shows the certificate it does not know', async () => {
    await expect(
      testSmtpLogin(
        settings({ pinnedCertificate: null }),
        server.password('alice'),
        newTranscripts(),
        signal(),
      ),
    ).rejects.toMatchObject({
      data: { certificate: { fingerprint: pin } },
    });
  });
});
