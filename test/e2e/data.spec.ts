import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { build } from 'vite';
import type { harness as Harness } from './data-harness/harness.ts';

// The data layer in a real Chromium: real IndexedDB, locks, channels and the app's CSP. Figures are printed, and held
// to wide bounds only: the machine is shared.
declare const harness: typeof Harness;
declare const tabCalls: readonly string[];
declare const tabStatus: () => string;
declare const deleteOne: (id: number) => Promise<unknown>;

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
let server: Server;
let directory: string;
let context: BrowserContext;
let origin: string;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  directory = await mkdtemp(join(tmpdir(), 'naru-data-'));
  await build({
    root: fileURLToPath(new URL('data-harness', import.meta.url)),
    configFile: false,
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir: join(directory, 'site'), target: 'chrome140', modulePreload: { polyfill: false } },
  });
  server = createServer((request, response) => {
    const name = normalize(request.url === '/' ? '/index.html' : (request.url ?? '/')).split('?')[0] ?? '';
    readFile(join(directory, 'site', name)).then(
      (bytes) =>
        response
          .writeHead(200, {
            'content-type': types[extname(name)] ?? 'application/octet-stream',
            'content-security-policy':
              "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'",
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  context = await chromium.launchPersistentContext(join(directory, 'profile'), {
    executablePath: process.env['NARU_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
});
test.afterAll(async () => {
  await context.close();
  server.close();
  await rm(directory, { recursive: true, force: true });
});

async function open(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => 'harness' in globalThis);
  return page;
}

test('2,000 rows are written, listed and counted in a real IndexedDB', async () => {
  const count = 2000;
  const page = await open();
  const figures = await page.evaluate((rows) => harness.measure(rows), count);
  console.log(JSON.stringify(figures));
  expect(figures).toMatchObject({ count, listed: count, unread: count / 4, total: count, rows: 60 });
  await page.close();
});

test('two tabs: one syncs, the other sees it by live query, and takes over when it closes', async () => {
  const name = 'tabs';
  const [first, second] = [await open(), await open()];
  const full = { total: 40, unread: 40 };
  await first.evaluate((database) => harness.openTab(database), name);
  await expect.poll(() => first.evaluate(() => harness.shown())).toMatchObject(full);
  await second.evaluate((database) => harness.openTab(database), name);
  await expect.poll(() => second.evaluate(() => tabStatus())).toBe('online');
  expect(await second.evaluate(() => tabCalls.includes('mail.syncStep'))).toBe(false);
  // What the second tab records, the first pushes.
  await second.evaluate(() => deleteOne(7));
  await expect.poll(() => first.evaluate(() => tabCalls.includes('mail.applyOperations'))).toBe(true);
  expect(await second.evaluate(() => harness.shown())).toMatchObject({ total: 39, unread: 39 });
  await first.close();
  await expect.poll(() => second.evaluate(() => tabCalls.includes('mail.syncStep'))).toBe(true);
  await second.close();
});

test('the worker itself starts under the app’s CSP without trying eval, and says that no host answers', async () => {
  const page = await open();
  const messages: string[] = [];
  page.on('console', (message) => messages.push(message.text()));
  expect(await page.evaluate(() => harness.startRealWorker())).toEqual({
    accounts: {},
    connected: false,
    pendingOperations: 0,
    parkedOperations: 0,
  });
  expect(await page.evaluate(() => harness.violations())).toEqual([]);
  expect(messages.filter((text) => /eval|Content Security/i.test(text))).toEqual([]);
  await page.close();
});
