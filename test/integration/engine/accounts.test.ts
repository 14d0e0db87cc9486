import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../servers/freePorts.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';
import { accountOf, settings, TestEngine } from './TestEngine.ts';

describe.skipIf(!isAvailable())('the engine: accounts (skipped where Dovecot is not installed)', () => {
  let server: MailServer;
  let engine: TestEngine;
  beforeAll(async () => {
    [server, engine] = await Promise.all([
      startMailServer({ certificate: 'selfSigned' }),
      TestEngine.start(),
    ]);
  });
  afterAll(async () => {
    await engine?.stop();
    await server?.stop();
  });

  it.each(['imap', 'pop3'] as const)(
    '%s: a test says which of the two servers fails and why',
    async (kind) => {
      const good = accountOf(server, 'alice', kind);
      expect(await engine.call('accounts.test', good)).toEqual({
        incoming: { error: null },
        outgoing: { error: null },
      });
      const wrong = { account: good.account, secrets: { ...good.secrets, incoming: 'wrong' } };
      expect(await engine.call('accounts.test', wrong)).toMatchObject({
        incoming: { error: { code: 'auth.wrongPassword' } },
        outgoing: { error: null },
      });
      const [closed = 0] = await freePorts(1, '127.0.0.1');
      const shut = { ...good.account, outgoing: settings(server, 'alice', closed) };
      expect(await engine.call('accounts.test', { ...good, account: shut })).toMatchObject({
        incoming: { error: null },
        outgoing: { error: { code: 'network.refused' } },
      });
    },
  );

  it.each(['imap', 'pop3'] as const)(
    '%s: a self-signed certificate is shown, trusted, then it works',
    async (kind) => {
      const good = accountOf(server, 'alice', kind);
      const port = kind === 'imap' ? server.ports.imaps : server.ports.pop3s;
      const withPins = (incoming: string | null, outgoing: string | null) => ({
        secrets: good.secrets,
        account: {
          ...good.account,
          incoming: {
            ...good.account.incoming,
            server: settings(server, 'alice', port, { security: 'tls', pinnedCertificate: incoming }),
          },
          outgoing: settings(server, 'alice', server.ports.submission, {
            security: 'starttls',
            pinnedCertificate: outgoing,
          }),
        },
      });
      const judged = await engine.call('accounts.test', withPins(null, null));
      const shown = [judged.incoming, judged.outgoing].map(({ error }) => ({
        code: error?.code,
        fingerprint: error?.certificate?.fingerprint,
      }));
      expect(shown).toEqual(
        [0, 1].map(() => ({
          code: 'tls.selfSigned',
          fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        })),
      );
      const pins = withPins(shown[0]?.fingerprint ?? null, shown[1]?.fingerprint ?? null);
      expect(await engine.call('accounts.test', pins)).toEqual({
        incoming: { error: null },
        outgoing: { error: null },
      });
      const { id: accountId } = await engine.call('accounts.add', pins);
      expect((await engine.call('folders.list', { accountId })).map(({ role }) => role)).toContain('inbox');
      await engine.call('accounts.remove', { accountId });
    },
  );

  it('added, changed and removed: the next request uses the new settings; nothing is left of a removed one', async () => {
    const added = await engine.call('accounts.add', accountOf(server, 'alice', 'imap'));
    await engine.call('folders.list', { accountId: added.id });
    const [closed = 0] = await freePorts(1, '127.0.0.1');
    const incoming = { ...added.incoming, server: settings(server, 'alice', closed) };
    const changed = await engine.call('accounts.update', { account: { ...added, incoming }, secrets: null });
    expect(await engine.errorOf('folders.list', { accountId: added.id })).toMatchObject({
      code: 'network.refused',
    });
    await engine.call('accounts.update', {
      account: added,
      secrets: { incoming: 'wrong', outgoing: 'wrong' },
    });
    expect(await engine.errorOf('folders.list', { accountId: added.id })).toMatchObject({
      code: 'auth.wrongPassword',
    });
    await engine.restart();
    expect(await engine.call('accounts.list', {})).toEqual([added]);
    expect(changed).toEqual({ ...added, incoming });
    await engine.call('accounts.remove', { accountId: added.id });
    expect({ accounts: await engine.call('accounts.list', {}), secrets: engine.secretNames }).toEqual({
      accounts: [],
      secrets: [],
    });
    expect(await engine.errorOf('folders.list', { accountId: added.id })).toMatchObject({
      code: 'account.unknown',
    });
  });
});
