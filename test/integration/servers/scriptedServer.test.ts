import { ImapFlow } from 'imapflow';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { certificateName, makeCertificate, type CertificateKind } from '../../servers/certificates.ts';
import type { Script } from '../../servers/script.ts';
import { ScriptedServer, type ScriptedServerOptions } from '../../servers/scriptedServer.ts';
import { SocketReader } from '../../servers/socketReader.ts';

const running: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function start(
  script: Script | ((connection: number) => Script),
  options?: ScriptedServerOptions,
): Promise<ScriptedServer> {
  const server = await ScriptedServer.start(script, options);
  running.push(server);
  return server;
}

/** Writes all at once and answers everything heard until the server closed. */
async function talk(server: ScriptedServer, send: string): Promise<string> {
  const socket = net.connect(server.port, server.host);
  let heard = '';
  socket.on('data', (data: Buffer) => (heard += data.toString()));
  socket.on('error', () => socket.destroy());
  socket.write(send);
  await new Promise((resolve) => socket.once('close', resolve));
  return heard;
}

describe('ScriptedServer', () => {
  it('plays lines, literals and blocks in order, with standing rules between', async () => {
    const server = await start({
      greeting: ['* OK ready'],
      always: [{ expect: / NOOP$/, reply: ['{tag} OK nothing'] }],
      steps: [
        { expect: / APPEND x \{(\d+)\}$/, reply: ['+ go'] },
        { expect: { bytes: 3 }, reply: (received) => Buffer.from(received.bytes).reverse() },
        { expect: /^$/, reply: ['done'] },
        { expect: 'dotTerminated', reply: ({ text }) => [String(text.length)], close: 'end' },
      ],
    });
    expect(await talk(server, 'a NOOP\r\nb APPEND x {3}\r\nabc\r\nc NOOP\r\nline\r\n..\r\n.\r\n')).toBe(
      // Inside a block a standing rule does not count.
      '* OK ready\r\na OK nothing\r\n+ go\r\ncbadone\r\n21\r\n',
    );
    expect(server.failures).toEqual([]);
  });

  it('names a client that leaves the script, and closes', async () => {
    const server = await start((connection) => ({
      greeting: [`+OK ${connection}`],
      steps: [{ expect: /^USER/ }],
    }));
    expect(await talk(server, 'PASS secret\r\n')).toBe('+OK 0\r\n');
    expect(await talk(server, 'QUIT\r\n')).toBe('+OK 1\r\n');
    expect(server.failures).toEqual([
      'connection 0: Error: expected /^USER/, got "PASS secret"',
      'connection 1: Error: expected /^USER/, got "QUIT"',
    ]);
    expect(server.connections.map(({ beforeTls }) => beforeTls.text)).toEqual([
      'PASS secret\r\n',
      'QUIT\r\n',
    ]);
  });

  it('waits for the test, then resets', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const server = await start({ steps: [{ expect: /^QUIT$/, wait: () => gate, close: 'reset' }] });
    const socket = net.connect(server.port, server.host);
    const failed = once(socket, 'error');
    socket.write('QUIT\r\n');
    release();
    expect(await failed).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);
  });

  it('starts TLS in the middle and keeps apart what came before, between and under it', async () => {
    const certificate = await makeCertificate('trusted');
    const script: Script = {
      greeting: ['220 hi'],
      steps: [
        { expect: /^STARTTLS$/, reply: ['220 go'], startTls: true },
        { expect: /^QUIT$/, reply: ['221 bye'], close: 'end' },
      ],
    };
    const server = await start(script, { certificate });
    const raw = net.connect(server.port, server.host);
    const reader = new SocketReader(raw);
    await reader.through('\r\n');
    raw.write('STARTTLS\r\nINJECTED\r\n');
    await reader.through('\r\n');
    reader.detach();
    const secured = tls.connect({ socket: raw, ca: certificate.ca, servername: certificateName });
    await once(secured, 'secureConnect');
    secured.write('QUIT\r\n');
    expect((await new SocketReader(secured).through('\r\n')).toString()).toBe('221 bye\r\n');
    secured.destroy();
    const [connection] = server.connections;
    expect({
      before: connection?.beforeTls.text,
      smuggled: connection?.smuggled.text,
      under: connection?.underTls.text,
      failures: server.failures,
    }).toEqual({
      before: 'STARTTLS\r\nINJECTED\r\n',
      smuggled: 'INJECTED\r\n',
      under: 'QUIT\r\n',
      failures: [],
    });
  });

  it('is enough of IMAP for a real client to log in over STARTTLS', async () => {
    const certificate = await makeCertificate('trusted');
    const ok = ['{tag} OK done'];
    const server = await start(
      {
        greeting: ['* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] hello'],
        always: [
          { expect: / CAPABILITY$/, reply: ['* CAPABILITY IMAP4rev1 AUTH=PLAIN', ...ok] },
          { expect: / NAMESPACE$/, reply: ['* NAMESPACE (("" "/")) NIL NIL', ...ok] },
          { expect: / (LIST|LSUB|ID|ENABLE) ?/, reply: ok },
        ],
        steps: [
          { expect: / STARTTLS$/, reply: ok, startTls: true },
          { expect: / AUTHENTICATE PLAIN$/, reply: ['+ '] },
          { expect: /^[A-Za-z0-9+/=]+$/, reply: ok },
          { expect: / LOGOUT$/, reply: ['* BYE', ...ok], close: 'end' },
        ],
      },
      { certificate },
    );
    const client = new ImapFlow({
      host: server.host,
      port: server.port,
      secure: false,
      doSTARTTLS: true,
      auth: { user: 'ann', pass: 'secret' },
      tls: { ca: certificate.ca, servername: certificateName },
      logger: false,
    });
    await client.connect();
    await client.logout();
    expect(server.failures).toEqual([]);
    expect(server.connections[0]?.beforeTls.text).not.toMatch(/AUTHENTICATE|LOGIN/);
    expect(server.connections[0]?.underTls.text).toMatch(/AUTHENTICATE PLAIN/);
  });
});

describe('certificates', () => {
  it.each<[CertificateKind, string | undefined]>([
    ['trusted', undefined],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['notYetValid', 'CERT_NOT_YET_VALID'],
    ['selfSigned', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['wrongHost', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('%s gives a client %s', async (kind, code) => {
    const certificate = await makeCertificate(kind);
    const server = await start({ greeting: ['hi'], steps: [] }, { certificate, implicitTls: true });
    const socket = tls.connect({ host: server.host, port: server.port, ca: certificate.ca });
    const seen = await new Promise<string | undefined>((resolve) => {
      socket.once('secureConnect', () => resolve(undefined));
      socket.once('error', (error: Error & { code?: string }) => resolve(error.code));
    });
    socket.destroy();
    expect(seen).toBe(code);
  });
});
