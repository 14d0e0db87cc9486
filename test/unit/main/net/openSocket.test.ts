import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSocket } from '../../../../main/engine/net/openSocket.ts';
import { MailError, type ServerSettings } from '../../../../preload/contract/index.ts';

const dir = mkdtempSync(join(tmpdir(), 'naru-net-'));
const servers: Server[] = [];
let pem = { key: '', cert: '' };

beforeAll(() => {
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  // prettier-ignore
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert], { stdio: 'ignore' });
  pem = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
});
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(dir, { recursive: true });
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const settings = (port: number, more: Partial<ServerSettings> = {}): ServerSettings => ({
  host: '127.0.0.1',
  port,
  security: 'tls',
  user: '',
  auth: 'none',
  pinnedCertificate: null,
  ...more,
});

async function outcome(
  server: ServerSettings,
  timeoutMs = 3000,
  signal = new AbortController().signal,
): Promise<string> {
  try {
    const socket = await openSocket(server, { signal, timeoutMs });
    socket.destroy();
    return 'open';
  } catch (error) {
    return error instanceof MailError ? error.code : String(error);
  }
}

describe('openSocket names what went wrong', () => {
  it('a closed port', async () => {
    const port = await listen(createTcpServer());
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await outcome(settings(port))).toBe('network.refused');
  });

  it('a server that never begins TLS', async () => {
    const port = await listen(createTcpServer());
    expect(await outcome(settings(port), 100)).toBe('network.timeout');
  });

  it('plain text on a TLS port', async () => {
    const port = await listen(
      createTcpServer((socket) => socket.on('error', () => undefined).write('* OK ready\r\n')),
    );
    expect(await outcome(settings(port))).toBe('tls.handshake');
  });

  it('a server that hangs up', async () => {
    const port = await listen(createTcpServer((socket) => socket.destroy()));
    expect(await outcome(settings(port))).toMatch(/network\.closed|tls\.handshake/);
  });

  it('cancelled by the person', async () => {
    const port = await listen(createTcpServer());
    const abort = new AbortController();
    const result = outcome(settings(port), 3000, abort.signal);
    abort.abort();
    expect(await result).toBe('cancelled');
  });

  it('a self-signed certificate, refused, then pinned, then changed', async () => {
    const port = await listen(createTlsServer(pem, (socket) => socket.on('error', () => undefined)));
    const pin = createHash('sha256').update(new X509Certificate(pem.cert).raw).digest('hex');
    expect(await outcome(settings(port))).toBe('tls.selfSigned');
    expect(await outcome(settings(port, { pinnedCertificate: pin }))).toBe('open');
    expect(await outcome(settings(port, { pinnedCertificate: 'a'.repeat(64) }))).toBe('tls.changed');
  });

  it('shows the certificate it refused', async () => {
    const port = await listen(createTlsServer(pem));
    const error = await openSocket(settings(port), {
      signal: new AbortController().signal,
      timeoutMs: 3000,
    }).catch((e: unknown) => e);
    expect(error instanceof MailError && error.data.certificate).toMatchObject({
      subject: '127.0.0.1',
      hostnames: ['127.0.0.1'],
      fingerprint: createHash('sha256').update(new X509Certificate(pem.cert).raw).digest('hex'),
    });
  });
});
