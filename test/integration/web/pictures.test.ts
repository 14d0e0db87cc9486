import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fetchPicture } from '../../../main/engine/web/fetchPicture.ts';
import { postOneClick } from '../../../main/engine/web/postOneClick.ts';
import type { WebNetwork } from '../../../main/engine/web/WebNetwork.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1');
const PUBLIC = '93.184.215.14';

let server: Server;
let answer: RequestListener;
let seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[];
let dialled: string[];
let names: Record<string, readonly string[]>;

/** The internet as the engine sees it: names by a table, every connection ends at our own server. */
const network: WebNetwork = {
  resolve: async (host) => {
    const found = names[host];
    if (found === undefined) throw Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
    return found;
  },
  connect: ({ address, port, isTls }) => {
    dialled.push(`${address}:${port}${isTls ? ' tls' : ''}`);
    return connect((server.address() as AddressInfo).port, '127.0.0.1');
  },
};

beforeEach(async () => {
  seen = [];
  dialled = [];
  names = { 'pictures.test': [PUBLIC], 'home.test': ['192.168.0.1'], 'both.test': [PUBLIC, '127.0.0.1'] };
  answer = (_, response) => response.end(PNG);
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const fetch = (url: string, signal = new AbortController().signal) => fetchPicture(network, url, signal);
const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error as { code?: unknown }).code,
  );

it('fetches a picture and tells the server nothing about the person', async () => {
  const { type, bytes } = await fetch('https://name:secret@pictures.test/a.png?id=1');
  expect([type, Buffer.from(bytes)]).toEqual(['image/png', PNG]);
  expect(dialled).toEqual([`${PUBLIC}:443 tls`]);
  expect(seen[0]?.url).toBe('/a.png?id=1');
  expect(Object.keys(seen[0]?.headers ?? {}).sort()).toEqual(['accept', 'connection', 'host', 'user-agent']);
});

it.each([
  ['a private address', 'http://192.168.1.1/a.png'],
  ['this computer', 'http://127.0.0.1/a.png'],
  ['this computer, disguised', 'http://2130706433/a.png'],
  ['this computer by IPv6', 'http://[::1]/a.png'],
  ['an IPv4 address in IPv6 clothes', 'http://[::ffff:10.0.0.1]/a.png'],
  ['a cloud’s metadata service', 'http://169.254.169.254/latest'],
  ['a name that leads home', 'http://home.test/a.png'],
  ['a name that leads to both', 'http://both.test/a.png'],
  ['another port', 'http://pictures.test:8080/a.png'],
  ['another scheme', 'file:///etc/passwd'],
])('connects to nothing for %s', async (_, url) => {
  expect(await code(fetch(url))).toBe('invalidRequest');
  expect(dialled).toEqual([]);
});

it('checks the place a redirect leads to, and follows no circle', async () => {
  answer = (_, response) => response.writeHead(302, { location: 'http://home.test/a.png' }).end();
  expect(await code(fetch('http://pictures.test/'))).toBe('invalidRequest');
  expect(dialled).toEqual([`${PUBLIC}:80`]);
  answer = (_, response) => response.writeHead(302, { location: '/again' }).end();
  expect(await code(fetch('http://pictures.test/'))).toBe('protocol.unexpected');
  answer = (_, response) => response.writeHead(302, { location: 'http://pictures.test/plain' }).end();
  expect(await code(fetch('https://pictures.test/'))).toBe('invalidRequest');
});

it('takes raster pictures only, whatever they are called', async () => {
  answer = (_, response) => response.setHeader('content-type', 'image/png').end('<svg onload="x()"/>');
  expect(await code(fetch('http://pictures.test/'))).toBe('protocol.unexpected');
  answer = (_, response) => response.writeHead(404).end(PNG);
  expect(await code(fetch('http://pictures.test/'))).toBe('protocol.unexpected');
});

it('stops at its limits and when it is told to', async () => {
  answer = (_, response) => response.end(Buffer.concat([PNG, Buffer.alloc(11_000_000)]));
  expect(await code(fetch('http://pictures.test/'))).toBe('protocol.tooLarge');
  const abort = new AbortController();
  answer = () => abort.abort();
  expect(await code(fetch('http://pictures.test/', abort.signal))).toBe('cancelled');
  expect(await code(fetch('http://nowhere.test/'))).toBe('network.hostNotFound');
});

it('unsubscribes by one POST, over TLS and without following', async () => {
  const signal = new AbortController().signal;
  answer = (_, response) => response.end('bye');
  await postOneClick(network, 'https://pictures.test/leave?u=1', signal);
  expect(seen[0]).toMatchObject({ method: 'POST', url: '/leave?u=1', body: 'List-Unsubscribe=One-Click' });
  expect(seen[0]?.headers.cookie).toBeUndefined();
  expect(await code(postOneClick(network, 'http://pictures.test/leave', signal))).toBe('invalidRequest');
  answer = (_, response) => response.writeHead(302, { location: 'https://pictures.test/' }).end();
  expect(await code(postOneClick(network, 'https://pictures.test/leave', signal))).toBe(
    'protocol.unexpected',
  );
  expect(seen).toHaveLength(2);
});
