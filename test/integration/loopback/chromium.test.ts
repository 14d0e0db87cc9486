import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDirectory, removeDirectory, startTestHost, type TestHost } from './startTestHost.ts';

const executablePath = '/usr/bin/chromium';
const fixture = fileURLToPath(new URL('../../e2e/hostFixture', import.meta.url));

/** The renderer's own connecting code in a real page and a real worker, under the real policy. */
describe.skipIf(!existsSync(executablePath))('Chromium on the loopback shell', () => {
  let root: string;
  let running: TestHost;
  let browser: Browser;
  let page: Page;
  const refused: string[] = [];

  beforeAll(async () => {
    root = await makeDirectory();
    await build({
      configFile: false,
      root: fixture,
      base: './',
      logLevel: 'error',
      worker: { format: 'es' },
      build: { outDir: join(root, 'renderer'), target: 'chrome140', modulePreload: { polyfill: false } },
    });
    running = await startTestHost({ dataDir: join(root, 'data'), rendererDir: join(root, 'renderer') });
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    page = await browser.newPage();
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) refused.push(message.text());
    });
    await page.goto(running.host.createLaunchLink());
  });
  afterAll(async () => {
    await browser.close();
    await running.host.close();
    await removeDirectory(root);
  });

  test('page and worker both reach the host', async () => {
    await expect
      .poll(() => page.evaluate('report'))
      .toEqual({ states: ['open'], page: '0.0.0', worker: 'test' });
    expect(refused).toEqual([]);
  });

  test('a srcdoc frame shows, runs no script and reaches nothing', async () => {
    const sink = createServer();
    const connections: unknown[] = [];
    sink.on('connection', (socket) => {
      connections.push(socket);
      socket.destroy();
    });
    await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
    const { port } = sink.address() as AddressInfo; // a TCP server has no other kind
    const html = `<p style="color:red">hello</p><img src="http://127.0.0.1:${port}/pixel.png"><link rel="stylesheet" href="http://127.0.0.1:${port}/x.css"><script>parent.hacked = 1</script>`;
    await page.evaluate(`new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-same-origin');
      frame.srcdoc = ${JSON.stringify(html)};
      frame.addEventListener('load', resolve);
      document.body.append(frame);
    })`);
    const text = await page.frames().at(-1)?.locator('p').textContent();
    expect([text, await page.evaluate('typeof hacked')]).toEqual(['hello', 'undefined']);
    expect(refused.some((line) => line.includes('pixel.png'))).toBe(true);
    expect(connections).toEqual([]);
    await new Promise((resolve) => sink.close(resolve));
  });

  test('comes back by itself when the host was restarted', async () => {
    const { dataDir, host } = running;
    await host.close();
    await expect.poll(() => page.evaluate('report.states')).toContain('waiting');
    running = await startTestHost({ dataDir, rendererDir: join(root, 'renderer'), port: host.port });
    await expect.poll(() => page.evaluate('report.states.at(-1)'), { timeout: 10_000 }).toBe('open');
  });
});
