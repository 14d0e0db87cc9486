import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testImapLogin } from '../../../main/engine/imap/testImapLogin.ts';
import { Uid, UidValidity, type ServerSettings } from '../../../preload/contract/index.ts';
import { FaultProxy } from '../../servers/faultProxy.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';
import { CachedFolder } from './CachedFolder.ts';
import { errorOf, folder, INBOX, never, newTranscripts, openSource, settings } from './imapHarness.ts';

const login = (server: ServerSettings, secret = 'x'): Promise<void> =>
  testImapLogin(server, secret, newTranscripts(), never);

/** A TCP server that says this and nothing else; records what it hears. */
async function greeter(text: string): Promise<{ port: number; heard: () => string; close: () => void }> {
  let heard = '';
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('data', (chunk) => (heard += chunk.toString('latin1')));
    socket.write(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    heard: () => heard,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe.skipIf(!isAvailable())('logging in', () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer();
  });
  afterAll(() => server.stop());

  /** Trusts the test server's certificate as a person would: by the one the refusal showed. */
  async function pinned(change: Partial<ServerSettings>): Promise<ServerSettings> {
    const open = settings(server, 'alice', change);
    const refusal = await errorOf(login(open));
    return { ...open, pinnedCertificate: refusal.certificate?.fingerprint ?? null };
  }

  it('works over TLS, STARTTLS and in the clear, with an odd password and by OAuth', async () => {
    const tls = await pinned({ security: 'tls', port: server.ports.imaps });
    await login(tls, 'alice-secret');
    await login(await pinned({ security: 'starttls' }), 'alice-secret');
    await login(settings(server, 'alice'), 'alice-secret');
    await login(settings(server, 'carol'), server.password('carol'));
    await login({ ...tls, auth: 'oauth2' }, server.accessToken('alice'));
  });

  it('refuses an unknown certificate, shows it, and sends no credential', async () => {
    const proxy = await FaultProxy.start({ host: server.host, port: server.ports.imap });
    try {
      const error = await errorOf(
        login(settings(server, 'alice', { security: 'starttls', port: proxy.port }), 'alice-secret'),
      );
      expect(error).toMatchObject({ scope: 'connection', host: server.host, port: proxy.port });
      expect(error.code).toMatch(/^tls\.(untrusted|selfSigned)$/);
      expect(error.certificate?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    } finally {
      await proxy.stop();
    }
  });

  it('refuses another certificate than the pinned one', async () => {
    const error = await errorOf(
      login(
        settings(server, 'alice', {
          security: 'tls',
          port: server.ports.imaps,
          pinnedCertificate: '0'.repeat(64),
        }),
        'alice-secret',
      ),
    );
    expect(error.code).toBe('tls.changed');
  });

  it('says that the password is wrong, with the words of the server', async () => {
    expect(await errorOf(login(settings(server, 'alice'), 'wrong'))).toMatchObject({
      code: 'auth.wrongPassword',
      scope: 'account',
      retry: 'afterChange',
      serverReply: expect.stringContaining('Authentication failed') as unknown,
    });
    expect((await errorOf(login(settings(server, 'alice'), ''))).code).toBe('secret.missing');
    expect((await errorOf(login(settings(server, 'alice', { auth: 'oauth2' }), 'expired'))).code).toBe(
      'auth.wrongPassword',
    );
  });

  it('never writes a secret into the transcript, and names the phases', async () => {
    const transcripts = newTranscripts();
    await testImapLogin(settings(server, 'alice'), 'alice-secret', transcripts, never);
    await errorOf(
      testImapLogin(settings(server, 'alice', { auth: 'oauth2' }), 'tok-secret', transcripts, never),
    );
    const lines = transcripts.list().flatMap(({ id }) => transcripts.lines(id, -1));
    const text = lines.map((line) => line.text).join('\n');
    for (const secret of ['alice-secret', 'tok-secret']) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 10));
    }
    expect(text).toContain('LOGOUT');
    expect(new Set(lines.map(({ phase }) => phase))).toEqual(
      new Set(
        ['connecting', 'notAuthenticated', 'authenticated', 'logout', 'closed'].filter((phase) =>
          lines.some((line) => line.phase === phase),
        ),
      ),
    );
    expect(lines.some(({ phase }) => phase === 'notAuthenticated')).toBe(true);
    expect(lines.some(({ phase }) => phase === 'authenticated')).toBe(true);
    expect(transcripts.list().every(({ phase, closedAt }) => phase === 'closed' && closedAt !== null)).toBe(
      true,
    );
  });
});

describe('servers that are none', () => {
  const plain: ServerSettings = {
    host: '127.0.0.1',
    port: 1,
    security: 'none',
    user: 'alice',
    auth: 'password',
    pinnedCertificate: null,
  };

  it('a closed port and a host without a name', async () => {
    expect((await errorOf(login(plain))).code).toBe('network.refused');
    expect((await errorOf(login({ ...plain, host: 'nowhere.invalid' }))).code).toBe('network.hostNotFound');
  });

  it.each<[string, string, Partial<ServerSettings>, string]>([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n', {}, 'protocol.garbage'],
    ['SMTP', '220 mx.example.test ESMTP\r\n', {}, 'protocol.garbage'],
    ['binary', '\x00\x01\xff\xfe)(*&\r\n{99999999999999}\r\n', {}, 'protocol.garbage'],
    ['a goodbye', '* BYE too many connections\r\n', {}, 'auth.unavailable'],
    ['plain text on a TLS port', '* OK hello\r\n', { security: 'tls' }, 'tls.handshake'],
    ['a huge literal', '* OK {4000000000}\r\nxxxx', {}, 'protocol.tooLarge'],
    ['PREAUTH where STARTTLS is wanted', '* PREAUTH welcome\r\n', { security: 'starttls' }, 'tls.notOffered'],
  ])('%s', async (_name, greeting, change, code) => {
    const fake = await greeter(greeting);
    try {
      const controller = new AbortController();
      const attempt = testImapLogin(
        { ...plain, ...change, port: fake.port },
        'top-secret',
        newTranscripts(),
        controller.signal,
      );
      const timer = setTimeout(() => controller.abort(), 3000);
      const error = await errorOf(attempt);
      clearTimeout(timer);
      expect(error.code).toBe(code);
      expect(fake.heard()).not.toContain('top-secret');
    } finally {
      fake.close();
    }
  });

  it('is cancelled at once', async () => {
    const fake = await greeter('');
    try {
      const controller = new AbortController();
      const attempt = testImapLogin({ ...plain, port: fake.port }, 'x', newTranscripts(), controller.signal);
      controller.abort();
      expect((await errorOf(attempt)).code).toBe('cancelled');
    } finally {
      fake.close();
    }
  });
});

describe.skipIf(!isAvailable())('a connection that breaks', () => {
  let server: MailServer;
  let proxy: FaultProxy;
  beforeAll(async () => {
    server = await startMailServer();
    server.fillMailbox('alice', 300);
    proxy = await FaultProxy.start({ host: server.host, port: server.ports.imap });
  });
  afterAll(async () => {
    // The server first: the proxy waits for both sides of what passed through it.
    await server.stop();
    await proxy.stop();
  });

  it('mid-fetch: an error with a code, then it works again and nothing is missing', async () => {
    const { source } = openSource(settings(server, 'alice', { port: proxy.port }), 'alice-secret');
    try {
      proxy.setFaults((connection) =>
        connection < 1 ? [{ kind: 'cut', direction: 'toClient', afterBytes: 20_000 }] : [],
      );
      const cache = new CachedFolder(source, INBOX);
      expect((await errorOf(cache.sync(100))).code).toBe('network.closed');
      await cache.sync(100);
      expect(cache.rows.size).toBe(300);
    } finally {
      await source.close();
    }
  });

  it('mid-message: the messages are read whole or not at all', async () => {
    proxy.setFaults([]);
    const { source } = openSource(settings(server, 'alice', { port: proxy.port }), 'alice-secret');
    try {
      const cache = new CachedFolder(source, INBOX);
      await cache.sync();
      const batch = {
        folder: INBOX,
        uidValidity: cache.uidValidity ?? UidValidity.parse(1),
        uids: [1, 2, 3].map((uid) => Uid.parse(uid)),
      };
      const read = async (signal = never): Promise<number> => {
        let count = 0;
        for await (const { source: bytes } of source.readSources(batch, signal))
          count += bytes.length > 0 ? 1 : 0;
        return count;
      };
      expect(await read()).toBe(3);
      await proxy.cutAll();
      // The kept connection is gone: noticed, replaced or reported, and then it works.
      await read().catch(() => 0);
      expect(await read()).toBe(3);

      // An abort costs the next one nothing.
      const controller = new AbortController();
      const aborted = errorOf(read(controller.signal));
      controller.abort();
      expect((await aborted).code).toBe('cancelled');
      expect(await read()).toBe(3);
    } finally {
      await source.close();
    }
  });

  it('keeps a connection for the person while the background syncs', async () => {
    const { source } = openSource(settings(server, 'alice', { port: proxy.port }), 'alice-secret');
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    try {
      // Two connections for work: the background may have one of them.
      const first = proxy.connections.length;
      proxy.setFaults((connection) =>
        connection === first ? [{ kind: 'delay', direction: 'toClient', wait: () => held }] : [],
      );
      const background = new CachedFolder(source, INBOX).step(10);
      const queued = new CachedFolder(source, folder('Sent')).step(10);
      const infos = await source.listFolders(never);
      expect(infos.some(({ path }) => path === 'INBOX')).toBe(true);
      release();
      expect([(await background).added.length, (await queued).added.length]).toEqual([10, 0]);
    } finally {
      release();
      await source.close();
    }
  });
});
