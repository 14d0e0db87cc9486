import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session, WebContents } from 'electron';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isAppUrl } from '../../../../main/shell-electron/appOrigin.ts';
import { serveApp } from '../../../../main/shell-electron/appProtocol.ts';
import { createOpenExternal, toExternalUrl } from '../../../../main/shell-electron/externalLinks.ts';
import { hardenContents } from '../../../../main/shell-electron/hardenContents.ts';
import { hardenSession } from '../../../../main/shell-electron/hardenSession.ts';
import { findMailto } from '../../../../main/shell-electron/mailtoArgument.ts';
import { menuTemplate } from '../../../../main/shell-electron/menu.ts';
import { session as fakeSessions } from './fakeElectron.ts';

const silent = { log: () => undefined };

describe('addresses', () => {
  test.each<[string, string | null]>([
    ['https://example.org/a b', 'https://example.org/a%20b'],
    ['HTTP://EXAMPLE.org', 'http://example.org/'],
    ['mailto:a@b.test?subject=x', 'mailto:a@b.test?subject=x'],
    ['https://user:pass@example.org/', null],
    ['https://bank.test@evil.test/', null],
    ['file:///etc/passwd', null],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['smb://host/share', null],
    ['ms-msdt:/id x', null],
    ['vbscript:x', null],
    ['app://naru/index.html', null],
    ['//example.org', null],
    ['example.org', null],
    ['', null],
    [`https://example.org/${'x'.repeat(8000)}`, null],
  ])('%s opens as %s', (text, expected) => expect(toExternalUrl(text)).toBe(expected));

  test('what may not be opened is refused by name', async () => {
    const openExternal = vi.fn(async () => undefined);
    const open = createOpenExternal({ openExternal });
    await expect(open('file:///etc/passwd')).rejects.toMatchObject({ code: 'invalidRequest' });
    await open('https://example.org');
    expect(openExternal.mock.calls).toEqual([['https://example.org/']]);
  });

  test.each<[string, boolean]>([
    ['app://naru/index.html', true],
    ['app://naru/', true],
    ['app://naru', true],
    ['app://naru.evil.test/', false],
    ['app://naru@evil.test/', false],
    ['app://other/', false],
    ['https://naru/', false],
    ['about:blank', false],
    ['', false],
  ])('isAppUrl(%j) is %s', (url, expected) => expect(isAppUrl(url)).toBe(expected));

  test.each<[readonly string[], string | null]>([
    [['naru', '--x', 'mailto:a@b.test'], 'mailto:a@b.test'],
    [['naru', 'MAILTO:a@b.test'], 'MAILTO:a@b.test'],
    [['naru', '--url=mailto:a@b.test'], null],
    [['naru', `mailto:${'a'.repeat(9000)}`], null],
    [['naru'], null],
  ])('findMailto(%j) is %j', (args, expected) => expect(findMailto(args)).toBe(expected));
});

describe('session', () => {
  const session = fakeSessions.fromPartition('test');
  type Handler = (...values: unknown[]) => unknown;
  const handler = (name: string): Handler => session.handlers[name] as Handler;
  beforeAll(() => hardenSession(session as unknown as Session, silent));

  test.each<[string, string, boolean, boolean]>([
    ['clipboard-sanitized-write', 'app://naru/index.html', true, true],
    ['fullscreen', 'app://naru/index.html', true, true],
    ['clipboard-sanitized-write', 'app://naru/index.html', false, false],
    ['clipboard-sanitized-write', 'https://evil.test/', true, false],
    ['clipboard-read', 'app://naru/index.html', true, false],
    ['geolocation', 'app://naru/index.html', true, false],
    ['media', 'app://naru/index.html', true, false],
    ['openExternal', 'app://naru/index.html', true, false],
    ['notifications', 'app://naru/index.html', true, false],
  ])('permission %s for %s (main frame %s): %s', (permission, requestingUrl, isMainFrame, expected) => {
    const decide = vi.fn();
    handler('permission')({}, permission, decide, { requestingUrl, isMainFrame });
    expect(decide.mock.calls).toEqual([[expected]]);
  });

  test('devices, pairing and screens are refused', () => {
    const [pair, show] = [vi.fn(), vi.fn()];
    handler('bluetooth')({}, pair);
    handler('displayMedia')({}, show);
    expect([handler('device')({}), pair.mock.calls, show.mock.calls]).toEqual([
      false,
      [[{ confirmed: false }]],
      [[{}]],
    ]);
    expect(handler('permissionCheck')(null, 'usb', 'app://naru/')).toBe(false);
  });

  test.each<[string, boolean]>([
    ['app://naru/assets/a.js', false],
    ['blob:app://naru/1', false],
    ['data:image/png;base64,', false],
    ['https://example.org/', true],
    ['http://127.0.0.1:9/', true],
    ['ws://127.0.0.1/', true],
    ['file:///etc/passwd', true],
    ['ftp://x/', true],
    ['nonsense', true],
  ])('a request for %s is cancelled: %s', (url, cancel) => {
    const answer = vi.fn();
    handler('request')({ url, resourceType: 'image' }, answer);
    expect(answer.mock.calls).toEqual([[{ cancel }]]);
  });

  test.each<[string, number]>([
    ['blob:app://naru/1', 0],
    ['https://example.org/x.exe', 1],
    ['blob:https://evil.test/1', 1],
    ['data:application/octet-stream,x', 1],
  ])('a download of %s is prevented %d times', (url, times) => {
    const event = { preventDefault: vi.fn() };
    session.emit('will-download', event, { getURL: () => url });
    expect(event.preventDefault).toHaveBeenCalledTimes(times);
  });
});

describe('contents', () => {
  const openExternal = vi.fn(async () => undefined);
  const contents = Object.assign(new EventEmitter(), {
    setWebRTCIPHandlingPolicy: vi.fn(),
    setWindowOpenHandler: vi.fn<(handler: (details: { url: string }) => unknown) => void>(),
  });
  hardenContents(contents as unknown as WebContents, openExternal, silent);

  test.each<[string, boolean, number]>([
    ['app://naru/index.html#x', true, 0],
    ['about:srcdoc', false, 0],
    ['app://naru/index.html', false, 1],
    ['https://example.org/', true, 1],
    ['https://example.org/', false, 1],
    ['about:srcdoc', true, 1],
    ['file:///etc/passwd', true, 1],
    ['javascript:1', false, 1],
  ])('a navigation to %s (main frame %s) is prevented %d times', (url, isMainFrame, times) => {
    const event = { url, isMainFrame, preventDefault: vi.fn() };
    contents.emit('will-frame-navigate', event);
    expect(event.preventDefault).toHaveBeenCalledTimes(times);
  });

  test('webviews and redirects are prevented, windows denied and their links handed on', () => {
    const event = { preventDefault: vi.fn() };
    contents.emit('will-attach-webview', event);
    contents.emit('will-redirect', event);
    const handler = contents.setWindowOpenHandler.mock.calls[0]?.[0];
    expect([event.preventDefault.mock.calls.length, handler?.({ url: 'https://example.org/' })]).toEqual([
      2,
      { action: 'deny' },
    ]);
    expect(openExternal.mock.calls).toEqual([['https://example.org/']]);
  });

  test('a packaged app has no developer tools in its menu', () => {
    const roles = (devTools: boolean): string =>
      JSON.stringify(menuTemplate({ platform: 'linux', devTools }));
    expect([roles(false).includes('toggleDevTools'), roles(true).includes('toggleDevTools')]).toEqual([
      false,
      true,
    ]);
  });
});

describe('app protocol', () => {
  let root: string;
  let handle: (request: Request) => Promise<Response>;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'naru-app-'));
    await mkdir(join(root, 'renderer'));
    await writeFile(join(root, 'renderer', 'index.html'), 'page');
    await writeFile(join(root, 'secret.txt'), 'secret');
    serveApp(
      { handle: (_scheme, handler) => (handle = async (request) => handler(request)) },
      join(root, 'renderer'),
    );
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test.each<[string, string, number, string]>([
    ['GET', 'app://naru/', 200, 'page'],
    ['GET', 'app://naru/index.html', 200, 'page'],
    ['HEAD', 'app://naru/index.html', 200, ''],
    ['POST', 'app://naru/index.html', 405, 'only GET'],
    ['GET', 'app://naru/..%2fsecret.txt', 404, 'not found'],
    ['GET', 'app://naru/%2e%2e/secret.txt', 404, 'not found'],
    ['GET', 'app://other/index.html', 404, 'not found'],
    ['GET', 'app://naru/none.js', 404, 'not found'],
  ])('%s %s answers %d %j under the policy', async (method, url, status, text) => {
    const answer = await handle({ url, method } as Request);
    expect([answer.status, await answer.text()]).toEqual([status, text]);
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
  });
});
