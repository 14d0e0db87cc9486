import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { askRunningHost } from '../../../main/shell-loopback/hostRecord.ts';
import { makeDirectory, removeDirectory, startTestHost, type TestHost } from './startTestHost.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

let root: string;
let running: TestHost;
let cookie: string;

beforeAll(async () => {
  root = await makeDirectory();
  const rendererDir = join(root, 'renderer');
  await mkdir(join(rendererDir, 'assets'), { recursive: true });
  await writeFile(join(rendererDir, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(rendererDir, 'assets', 'app-x1.js'), 'export {};');
  await writeFile(join(root, 'secret.txt'), 'outside');
  await symlink(join(root, 'secret.txt'), join(rendererDir, 'link.txt'));
  running = await startTestHost({ dataDir: join(root, 'data'), rendererDir });
  cookie = await enter();
});
afterAll(async () => {
  await running.host.close();
  await removeDirectory(root);
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port: running.host.port, path, method, headers, setHost: !('host' in headers) },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    call.on('error', reject);
    call.end();
  });

async function enter(): Promise<string> {
  const link = new URL(running.host.createLaunchLink());
  const { headers } = await get(link.pathname + link.search);
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

const upgrade = (headers: Record<string, string>, path = '/rpc'): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${running.host.port}${path}`, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => undefined); // `ws` repeats the refusal as an error
  });

describe('launch link', () => {
  test('lets one browser in, once, with a cookie that no script and no other site can use', async () => {
    const link = new URL(running.host.createLaunchLink());
    const path = link.pathname + link.search;
    const [looked, first, second] = [await get(path, {}, 'HEAD'), await get(path), await get(path)];
    expect([looked.status, first.status, first.headers.location, second.status]).toEqual([
      405,
      303,
      '/',
      403,
    ]);
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(
          `^naru-${running.host.port}=[\\w-]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict$`,
        ),
      ),
    ]);
    expect(second.headers['set-cookie']).toBeUndefined();
  });

  test.each(['', '?token=', '?token=x', '?token=__proto__'])('refuses /launch%s', async (search) => {
    expect((await get(`/launch${search}`)).status).toBe(403);
  });

  test('takes a browser that is already in to the page, whatever the token', async () => {
    expect(await get('/launch?token=old', { cookie })).toMatchObject({
      status: 303,
      headers: { location: '/' },
    });
  });
});

describe('pages', () => {
  test('are served with their type and every security header', async () => {
    const answer = await get('/', { cookie });
    const host = `127.0.0.1:${running.host.port}`;
    expect(answer).toMatchObject({
      status: 200,
      text: '<!doctype html><title>page</title>',
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws://${host}; worker-src 'self'; frame-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      },
    });
    expect(answer.headers['permissions-policy']).toContain('camera=()');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(await get('/assets/app-x1.js', { cookie })).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/javascript; charset=utf-8' },
    });
    expect(await get('/', { cookie }, 'HEAD')).toMatchObject({ status: 200, text: '' });
  });

  test.each<[string, number, string, Record<string, string>, string?]>([
    ['no cookie', 401, '/', {}],
    ['no cookie, an asset', 401, '/assets/app-x1.js', {}],
    ['a wrong cookie', 401, '/', { cookie: 'naru-0=x' }],
    ['another host name (DNS rebinding)', 421, '/', { host: 'attacker.test', cookie: 'own' }],
    ['another host, our port', 421, '/', { host: 'attacker.test:PORT', cookie: 'own' }],
    ['another port', 421, '/', { host: '127.0.0.1:1', cookie: 'own' }],
    ['another origin', 403, '/', { origin: 'http://attacker.test', cookie: 'own' }],
    ['another port of this machine as origin', 403, '/', { origin: 'http://127.0.0.1:3000', cookie: 'own' }],
    ['an opaque origin', 403, '/', { origin: 'null', cookie: 'own' }],
    [
      'a script tag on another port',
      403,
      '/assets/app-x1.js',
      {
        'sec-fetch-site': 'same-site',
        'sec-fetch-mode': 'no-cors',
        'sec-fetch-dest': 'script',
        cookie: 'own',
      },
    ],
    [
      'a frame on another site',
      403,
      '/',
      {
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'iframe',
        cookie: 'own',
      },
    ],
    ['POST', 405, '/', { cookie: 'own' }, 'POST'],
    ['PUT', 405, '/launch', { cookie: 'own' }, 'PUT'],
    ['OPTIONS', 405, '/', { cookie: 'own' }, 'OPTIONS'],
    ['dots', 404, '/../secret.txt', { cookie: 'own' }],
    ['escaped dots', 404, '/%2e%2e/secret.txt', { cookie: 'own' }],
    ['an escaped slash', 404, '/..%2fsecret.txt', { cookie: 'own' }],
    ['double escapes', 404, '/%252e%252e/secret.txt', { cookie: 'own' }],
    ['a backslash', 404, '/..%5csecret.txt', { cookie: 'own' }],
    ['NUL', 404, '/index.html%00.js', { cookie: 'own' }],
    ['a bad escape', 404, '/%zz', { cookie: 'own' }],
    ['a link that leads out', 404, '/link.txt', { cookie: 'own' }],
    ['a directory', 404, '/assets', { cookie: 'own' }],
    ['a hidden file', 404, '/.env', { cookie: 'own' }],
    ['the absolute form', 400, 'http://attacker.test/', { cookie: 'own' }],
    ['two slashes', 400, '//attacker.test/', { cookie: 'own' }],
    ['control without its token', 403, '/control/launch-link', { cookie: 'own' }],
    ['control with a wrong token', 403, '/control/launch-link', { authorization: 'Bearer x' }],
  ])('are refused for %s', async (_what, status, path, given, method) => {
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        value === 'own' ? cookie : value.replace('PORT', String(running.host.port)),
      ]),
    );
    const answer = await get(path, headers, method);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain('outside');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('localhost is sent on to the one origin, with its token', async () => {
    const answer = await get('/launch?token=x', { host: `localhost:${running.host.port}` });
    expect(answer).toMatchObject({ status: 308, headers: { location: `${running.origin}/launch?token=x` } });
  });

  test('a request that dawdles or is too large is cut off', async () => {
    const head = `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`;
    const reply = await new Promise<string>((resolve) => {
      const socket = connect(running.host.port, '127.0.0.1', () => socket.write(head));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', () => undefined); // the cut itself; `close` follows
    });
    expect(reply).toMatch(/^HTTP\/1.1 431 /);
  });
});

describe('WebSocket', () => {
  const own = (): Record<string, string> => ({ cookie, origin: running.origin });

  test('opens for our own page with a session', async () => {
    expect(await upgrade(own())).toBe(101);
  });

  test.each<[string, number, () => Record<string, string>, string?]>([
    ['no cookie', 401, () => ({ origin: running.origin })],
    ['a wrong cookie', 401, () => ({ ...own(), cookie: `${cookie}x` })],
    ['no origin', 403, () => ({ cookie })],
    ['another origin', 403, () => ({ ...own(), origin: 'http://attacker.test' })],
    ['another port of this machine', 403, () => ({ ...own(), origin: 'http://127.0.0.1:3000' })],
    ['localhost as origin', 403, () => ({ ...own(), origin: `http://localhost:${running.host.port}` })],
    ['another host', 403, () => ({ ...own(), host: 'attacker.test' })],
    ['another path', 403, own, '/other'],
  ])('is refused for %s', async (_what, status, headers, path) => {
    expect(await upgrade(headers(), path)).toBe(status);
  });

  test.each(['text', 'garbled bytes'])('%s closes this connection alone', async (what) => {
    const socket = new WebSocket(`ws://127.0.0.1:${running.host.port}/rpc`, { headers: own() });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(what === 'text' ? '{"type":"call"}' : Buffer.of(0, 0, 0, 9, 1));
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(1008);
    expect(await upgrade(own())).toBe(101);
  });
});

describe('the host', () => {
  test('listens on 127.0.0.1 and nowhere else', async () => {
    const refused = await new Promise<string>((resolve) => {
      const socket = connect(running.host.port, '::1');
      socket.on('connect', () => resolve('connected'));
      socket.on('error', (error) => resolve(error.message));
    });
    expect(refused).not.toBe('connected');
  });

  test('keeps its files from other users and its sessions and secrets from readers', async () => {
    const names = ['host.json', 'lock.json', 'secrets.json', 'secrets.key', 'sessions.json'];
    const modes = await Promise.all(
      names.map(async (name) => ((await stat(join(running.dataDir, name))).mode & 0o777).toString(8)),
    );
    expect(modes).toEqual(names.map(() => '600'));
    expect(((await stat(running.dataDir)).mode & 0o777).toString(8)).toBe('700');
    const sessionId = cookie.split('=')[1] ?? '';
    expect(await readFile(join(running.dataDir, 'sessions.json'), 'utf8')).not.toContain(sessionId);
  });

  test('refuses a second host on its directory, which is given a link instead', async () => {
    await expect(startTestHost({ dataDir: running.dataDir, rendererDir: root })).rejects.toMatchObject({
      data: { code: 'store.locked' },
      holderPid: process.pid,
    });
    const link = new URL((await askRunningHost(running.dataDir, process.pid)) ?? '');
    expect((await get(link.pathname + link.search)).status).toBe(303);
    expect(await askRunningHost(running.dataDir, 1)).toBeNull();
  });

  test('says that a port is taken, and leaves the directory free', async () => {
    const dataDir = join(root, 'second');
    const start = (port: number): Promise<TestHost> => startTestHost({ dataDir, rendererDir: root, port });
    await expect(start(running.host.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await (await start(0)).host.close();
  });

  test('lets a browser back in after a restart on the same port', async () => {
    const { dataDir, host } = running;
    await host.close();
    expect(running.engine.state.closed).toBe(true);
    running = await startTestHost({ dataDir, rendererDir: join(root, 'renderer'), port: host.port });
    expect((await get('/', { cookie })).status).toBe(200);
  });
});
