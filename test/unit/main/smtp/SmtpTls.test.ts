import { createHash, X509Certificate } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ServerSettings } from '../../../../preload/contract/index.ts';
import { testSmtpLogin } from '../../../../main/engine/smtp/SmtpSubmission.ts';
import { makeCertificate, type Certificate } from '../../../servers/certificates.ts';
import { startScriptedSmtpServer, type ScriptedSmtpServer, type SmtpScript } from './scriptedSmtpServer.ts';
import { newRequest, newSubmission, newTranscripts, settings } from './submissionFixture.ts';

let certificate: Certificate;
let pin: string;
let server: ScriptedSmtpServer | undefined;
beforeAll(async () => {
  certificate = await makeCertificate('selfSigned');
  pin = createHash('sha256').update(new X509Certificate(certificate.cert).raw).digest('hex');
});
afterEach(async () => server?.close());

const attempt = async (script: SmtpScript, change: Partial<ServerSettings>): Promise<string> => {
  server = await startScriptedSmtpServer({ certificate, ...script });
  const submission = newSubmission(settings(server.port, change), {
    connectTimeoutMs: 3000,
    silenceTimeoutMs: 2000,
  });
  const outcome = await submission.submit(newRequest());
  await submission.close();
  return 'error' in outcome ? `${outcome.kind} ${outcome.error.code}` : outcome.kind;
};

const extensions = ['STARTTLS', 'AUTH PLAIN'];

describe('no credential before TLS that was verified', () => {
  const cases: readonly (readonly [string, SmtpScript, Partial<ServerSettings>, string])[] = [
    ['STARTTLS stripped from EHLO', { extensions: ['AUTH PLAIN'], starttls: '502 5.5.1 what?' }, { security: 'starttls' }, 'deferred tls.notOffered'],
    ['STARTTLS refused', { extensions, starttls: '454 4.7.0 not now' }, { security: 'starttls' }, 'deferred tls.notOffered'],
    ['EHLO refused', { ehlo: '502 no' }, { security: 'starttls' }, 'deferred mail.refused'],
    ['data slipped in with the agreement', { extensions, starttls: '220 go\r\n250-evil\r\n250 AUTH PLAIN' }, { security: 'starttls' }, 'deferred tls.handshake'],
    ['self-signed after STARTTLS', { extensions }, { security: 'starttls' }, 'deferred tls.selfSigned'],
    ['self-signed from the first byte', { implicitTls: true }, { security: 'tls' }, 'deferred tls.selfSigned'],
    ['another certificate than the pinned one', { extensions }, { security: 'starttls', pinnedCertificate: '0'.repeat(64) }, 'deferred tls.changed'],
    ['plain text on a TLS port', {}, { security: 'tls' }, 'deferred tls.handshake'],
  ]; // prettier-ignore
  it.each(cases)('%s', async (_name, script, change, expected) => {
    expect(await attempt(script, change)).toBe(expected);
    expect(server?.lines.filter((line) => !/^(EHLO|STARTTLS|HELO)/.test(line))).toEqual([]);
  });
});

describe('the pinned certificate', () => {
  it.each(['tls', 'starttls'] as const)('is accepted over %s', async (security) => {
    expect(
      await attempt({ extensions, implicitTls: security === 'tls' }, { security, pinnedCertificate: pin }),
    ).toBe('accepted');
    expect(server?.taken).toHaveLength(1);
  });

  it('is shown when it is not pinned yet', async () => {
    server = await startScriptedSmtpServer({ certificate, extensions });
    await expect(
      testSmtpLogin(
        settings(server.port, { security: 'starttls' }),
        'x',
        newTranscripts(),
        new AbortController().signal,
      ),
    ).rejects.toMatchObject({ data: { code: 'tls.selfSigned', certificate: { fingerprint: pin } } });
  });
});

describe('login', () => {
  it('with an access token', async () => {
    server = await startScriptedSmtpServer({ extensions: ['AUTH PLAIN LOGIN XOAUTH2'] });
    await testSmtpLogin(
      settings(server.port, { auth: 'oauth2' }),
      'token',
      newTranscripts(),
      new AbortController().signal,
    );
    const expected = Buffer.from('user=alice\u0001auth=Bearer token\u0001\u0001').toString('base64');
    expect(server.lines[1]).toBe(`AUTH XOAUTH2 ${expected}`);
  });

  it('with a token that is refused', async () => {
    server = await startScriptedSmtpServer({ extensions: ['AUTH XOAUTH2'], auth: '535 5.7.8 expired' });
    await expect(
      testSmtpLogin(
        settings(server.port, { auth: 'oauth2' }),
        'token',
        newTranscripts(),
        new AbortController().signal,
      ),
    ).rejects.toMatchObject({ data: { code: 'auth.wrongPassword', serverReply: '535 5.7.8 expired' } });
  });

  it('not at all where none is wanted', async () => {
    server = await startScriptedSmtpServer({ extensions: [] });
    await testSmtpLogin(
      settings(server.port, { auth: 'none' }),
      '',
      newTranscripts(),
      new AbortController().signal,
    );
    expect(server.lines).toEqual(['EHLO [127.0.0.1]', 'QUIT']);
  });
});
