import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId, type ServerSettings } from '../../../preload/contract/index.ts';
import { createImapSource } from '../../../main/engine/imap/createImapSource.ts';
import { systemClock } from '../../../main/engine/platform/systemClock.ts';
import type { MailSource } from '../../../main/engine/ports.ts';
import { SmtpSubmission } from '../../../main/engine/smtp/SmtpSubmission.ts';
import { Transcripts } from '../../../main/engine/transcript/Transcripts.ts';
import { sha256WithCrlf } from '../../servers/listMailbox.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';
import { enqueue, startHarness, type Harness } from '../../unit/main/outbox/outboxFixture.ts';
import { identity } from '../../unit/main/smtp/composeFixture.ts';

describe.skipIf(!isAvailable())('the outbox with Dovecot (skipped where it is not installed)', () => {
  let server: MailServer;
  let harness: Harness;
  let source: MailSource;
  const transcripts = new Transcripts(Date.now, () => undefined);

  beforeAll(async () => {
    server = await startMailServer();
    const pem = readFileSync(path.join(server.directory, 'tls', 'server.pem'));
    const pinnedCertificate = createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
    const settings = (port: number): ServerSettings => ({
      host: server.host,
      port,
      security: 'tls',
      user: server.address('alice'),
      auth: 'password',
      pinnedCertificate,
    });
    source = createImapSource({
      copiesFile: null,
      account: { id: AccountId.parse('account-1'), server: settings(server.ports.imaps) },
      getSecret: async () => server.password('alice'),
      clock: systemClock,
      logger: { log: () => undefined },
      transcripts,
      connectionLimit: 2,
    });
    harness = await startHarness();
    harness.ports = {
      ...harness.ports,
      clock: systemClock,
      identityFor: () => ({ ...identity, address: server.address('alice') }),
      mailboxFor: async () => source,
      submissionFor: async () =>
        new SmtpSubmission({
          server: settings(server.ports.submissions),
          secret: server.password('alice'),
          accountId: null,
          transcripts,
        }),
    };
    await harness.reopen();
  });
  afterAll(async () => {
    await harness.stop();
    await source.close();
    await server.stop();
  });

  it('alice writes to bob: delivered once, the identical bytes in her Sent once', async () => {
    const item = await enqueue(harness, 'draft-1', { to: server.address('bob') });
    await harness.until(({ state }) => state.name === 'filed');
    const bytes = readFileSync(path.join(harness.directory, 'outbox', 'messages', `${item.id}.eml`));
    expect(server.listMailbox('alice', 'Sent').map(({ sha256, flags }) => ({ sha256, flags }))).toEqual([
      { sha256: sha256WithCrlf(bytes), flags: 'S' },
    ]);
    expect(server.listMailbox('bob')).toHaveLength(1);
  });

  it('the server goes down: the message waits, and goes when it is back', async () => {
    await server.stopListening();
    const item = await enqueue(harness, 'draft-2', { to: server.address('bob') });
    const waiting = await harness.until(({ id, state }) => id === item.id && state.name === 'retrying');
    expect(waiting.state).toMatchObject({ error: { code: 'network.refused' } });
    await server.startListening();
    await harness.outbox.retryNow({ outboxId: item.id });
    await harness.until(({ id, state }) => id === item.id && state.name === 'filed');
    expect({
      bob: server.listMailbox('bob').length,
      sent: server.listMailbox('alice', 'Sent').length,
    }).toEqual({ bob: 2, sent: 2 });
  });
});
