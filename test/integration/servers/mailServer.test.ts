import { ImapFlow } from 'imapflow';
import net from 'node:net';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateName } from '../../servers/certificates.ts';
import { sha256WithCrlf } from '../../servers/listMailbox.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { readSmtpReply } from '../../servers/smtpReply.ts';
import { SocketReader } from '../../servers/socketReader.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';

function imapClient(server: MailServer, user: string): ImapFlow {
  const client = new ImapFlow({
    host: server.host,
    port: server.ports.imaps,
    secure: true,
    auth: { user: server.address(user), pass: server.password(user) },
    tls: { ca: server.ca, servername: certificateName },
    logger: false,
  });
  // The connection is cut on purpose below; an unheard 'error' would end the process.
  client.on('error', (error: Error) => void error);
  return client;
}

async function sources(server: MailServer, user: string, folder = 'INBOX'): Promise<string[]> {
  const client = imapClient(server, user);
  await client.connect();
  try {
    await client.mailboxOpen(folder, { readOnly: true });
    const hashes: string[] = [];
    for await (const { source } of client.fetch('1:*', { source: true }))
      hashes.push(sha256WithCrlf(source ?? Buffer.alloc(0)));
    return hashes;
  } finally {
    await client.logout();
  }
}

describe.skipIf(!isAvailable())('Dovecot on loopback (skipped where it is not installed)', () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer();
  });
  afterAll(async () => server.stop());

  it('serves 2,000 generated messages byte for byte, oldest first', async () => {
    const written = server.fillMailbox('alice', 2000);
    expect(await sources(server, 'alice')).toEqual(written.map(({ sha256 }) => sha256));
    expect(server.listMailbox('alice').map(({ sha256 }) => sha256)).toEqual(
      written.map(({ sha256 }) => sha256),
    );
  });

  it('fills a folder with a Korean name, with flags and dates', async () => {
    const written = server.fillMailbox('carol', 3, {
      folder: '보관함/2026',
      flags: ({ index }) => (index === 1 ? 'SF' : ''),
    });
    const client = imapClient(server, 'carol');
    await client.connect();
    await client.mailboxOpen('보관함/2026', { readOnly: true });
    const seen = [];
    for await (const message of client.fetch('1:*', { flags: true, internalDate: true })) {
      seen.push({
        flags: [...(message.flags ?? [])].filter((flag) => flag !== '\\Recent').sort(),
        date: message.internalDate,
      });
    }
    await client.logout();
    expect(seen).toEqual(
      written.map(({ date }, index) => ({ flags: index === 1 ? ['\\Flagged', '\\Seen'] : [], date })),
    );
  });

  it('carries a submitted message over the bridge to the other mailbox', async () => {
    const transport = nodemailer.createTransport({
      host: server.host,
      port: server.ports.submission,
      requireTLS: true,
      auth: { user: server.address('alice'), pass: server.password('alice') },
      tls: { ca: server.ca, servername: certificateName },
    });
    const text = '본문입니다\n.leading dot\n';
    const sent = await transport.sendMail({
      from: server.address('alice'),
      to: [server.address('bob'), 'nobody@example.test'],
      subject: '안녕하세요',
      text,
    });
    transport.close();
    expect({ accepted: sent.accepted, rejected: sent.rejected }).toEqual({
      accepted: ['bob@example.test'],
      rejected: ['nobody@example.test'],
    });
    expect(server.listMailbox('bob')).toHaveLength(1);
    expect(await sources(server, 'bob')).toEqual(server.listMailbox('bob').map(({ sha256 }) => sha256));
  });

  it('goes down and comes back on the same ports with the same mail', async () => {
    const before = server.listMailbox('alice');
    const client = imapClient(server, 'alice');
    await client.connect();
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    await server.stopListening();
    await closed;
    await expect(imapClient(server, 'alice').connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await server.startListening();
    expect(await sources(server, 'alice')).toEqual(before.map(({ sha256 }) => sha256));
  });

  it('accepts its access token and refuses others', async () => {
    const login = async (accessToken: string): Promise<boolean> => {
      const client = new ImapFlow({
        host: server.host,
        port: server.ports.imaps,
        secure: true,
        auth: { user: server.address('bob'), accessToken },
        tls: { ca: server.ca, servername: certificateName },
        logger: false,
      });
      await client.connect();
      await client.logout();
      return true;
    };
    expect(await login(server.accessToken('bob'))).toBe(true);
    await expect(login('expired')).rejects.toMatchObject({ authenticationFailed: true });
  });

  it('delivers by LMTP and refuses over quota with the reason', async () => {
    await server.deliver('Subject: hi\n\n.dot\n', server.address('carol'));
    expect(server.listMailbox('carol')).toHaveLength(1);
    await expect(
      server.deliver(`Subject: big\n\n${'x'.repeat(100_000)}\n`, server.address('small')),
    ).rejects.toThrow(/quota/i);
  });

  it('greets on the relay port', async () => {
    const socket = net.connect(server.ports.mta, server.host);
    expect(await readSmtpReply(new SocketReader(socket))).toEqual([expect.stringMatching(/^220 /)]);
    socket.destroy();
  });
});
