import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MailServer } from '../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../servers/startMailServer.ts';
import { addAccount } from './support/addAccount.ts';
import { CANARY, hasSharedCorpora, hostileCorpora, hostileMail } from './support/hostileMail.ts';
import { LeakSink, listLookups } from './support/leakSink.ts';
import { MailPanes } from './support/mailPanes.ts';
import { NaruHost } from './support/naruHost.ts';

// Hostile mail in the real app. What leaves the browser is counted at a sink, where every foreign host ends.
test.describe.configure({ mode: 'serial', timeout: 240_000 });
test.skip(!isAvailable(), 'Dovecot is not installed');

const corpora = hostileCorpora();
const vectors = [...corpora.values()].flat();
const folder = mkdtempSync(join(tmpdir(), 'naru-hostile-'));
const netLog = join(folder, 'app.json');

let server: MailServer;
let host: NaruHost;
let sink: LeakSink;
let browser: BrowserContext;
let page: Page;
let panes: MailPanes;
let executed: string[];
let longTasks: number[];

test.beforeAll(async ({ playwright, launchOptions }) => {
  server = await startMailServer();
  const alice = server.address('alice');
  for (const vector of vectors) await server.deliver(hostileMail(vector, alice), alice);
  host = await NaruHost.start();
  sink = await LeakSink.start();
  // A lasting profile: an off-the-record one has neither preconnect nor DNS prefetch, so it would see no such leak.
  browser = await playwright.chromium.launchPersistentContext(join(folder, 'app'), {
    ...launchOptions,
    viewport: { width: 1280, height: 800 },
    args: [...(launchOptions.args ?? []), ...sink.flags(netLog)],
  });
  page = await browser.newPage();
  executed = [];
  longTasks = [];
  await page.exposeBinding(CANARY, () => executed.push('canary'));
  page.on('dialog', (dialog) => {
    executed.push(`dialog ${dialog.message()}`);
    dialog.dismiss().catch((error: unknown) => executed.push(String(error)));
  });
  page.on('popup', (popup) => executed.push(`popup ${popup.url()}`));
  panes = new MailPanes(page);
});
test.afterAll(async () => {
  await browser.close();
  await host.dispose();
  await sink.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the sink sees a page that leaks, a preconnect and a bare lookup among it', async ({
  playwright,
  launchOptions,
}) => {
  const control = await LeakSink.start();
  const log = join(folder, 'control.json');
  let body = '';
  const web = createServer((_, response) => response.setHeader('content-type', 'text/html').end(body));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const leaky = await playwright.chromium.launchPersistentContext(join(folder, 'control'), {
    ...launchOptions,
    args: [...(launchOptions.args ?? []), ...control.flags(log)],
  });
  const tab = await leaky.newPage();
  let ran = 0;
  await tab.exposeBinding(CANARY, () => (ran += 1));
  const open = async (html: string): Promise<void> => {
    body = `<!doctype html>${html}`;
    await tab.goto(`http://127.0.0.1:${(web.address() as AddressInfo).port}/`);
  };
  await open('<link rel=dns-prefetch href="https://lookup.beacon.test/">');
  expect(control.connections).toBe(0);
  await open('<link rel=preconnect href="https://preconnect.beacon.test/">');
  await expect.poll(() => control.connections).toBeGreaterThan(0);
  await open(`<img src="https://picture.beacon.test/x" onerror="${CANARY}()">`);
  await expect.poll(() => control.names).toContain('picture.beacon.test');
  await expect.poll(() => ran).toBeGreaterThan(0);
  await leaky.close();
  await new Promise((resolve) => web.close(resolve));
  await control.stop();
  const lookups = listLookups(log);
  expect(lookups.filter((isSpeculative) => isSpeculative).length).toBeGreaterThan(0);
  // Sockets to the one mapped name may share an answer.
  expect(lookups.filter((isSpeculative) => !isSpeculative).length).toBeGreaterThan(0);
});

test('hostile mail is fetched and listed', async () => {
  await page.goto(host.link);
  await page.getByRole('button', { name: 'Add your account' }).click();
  await addAccount(page, server, 'alice', 'imap');
  await page.getByRole('button', { name: 'Mail' }).first().click();
  await panes.open(server.address('alice'), 'Inbox');
  await panes.expectCount(vectors.length);
  await panes.rows.first().click();
  // Everything is here before the measuring begins: what is measured is showing, not fetching.
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('Up to date', { timeout: 60_000 }); // prettier-ignore
  expect([sink.connections, executed]).toEqual([0, []]);
});

test('each is read: idle, hovered, scrolled, its link focused; nothing leaves and nothing runs', async () => {
  await page.exposeFunction('__longTask', (ms: number) => longTasks.push(ms));
  await page.evaluate(() => {
    const tell = (window as unknown as { __longTask: (ms: number) => void }).__longTask;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) if (duration > 200) tell(duration);
    }).observe({ type: 'longtask' });
  });
  const chrome = await shotOfChrome();
  const subjects = new Set<string>();
  let framed = 0;
  const unframed: string[] = [];
  const htmlIds = new Set(vectors.filter(({ html }) => html !== undefined).map(({ id }) => id));
  for (let read = 0; read < vectors.length; read += 1) {
    if (read > 0) await page.keyboard.press('j');
    const before = sink.connections + executed.length;
    const title = await panes.reading.locator('h1, h2').first().textContent();
    subjects.add(title ?? '');
    const isHtml = htmlIds.has(title ?? '');
    if (await exerciseFrame(isHtml ? 800 : 0)) framed += 1;
    else if (isHtml) unframed.push(title ?? '');
    const leaked = sink.connections + executed.length - before;
    expect.soft(leaked, `${title ?? ''}: ${sink.names.join(' ')} ${executed.join(' ')}`).toBe(0);
  }
  console.log(`hostile: ${subjects.size} of ${vectors.length} shown, ${framed} in the frame, not in it: ${unframed.join(' ')}; long tasks ${longTasks.map(Math.round).join(' ')}`); // prettier-ignore
  expect(subjects.size).toBe(vectors.length);
  expect({ unframed, executed, longTasks }).toEqual({ unframed: [], executed: [], longTasks: [] });
  // The first again, so that the list stands where it stood.
  await page.keyboard.press('Home');
  expect((await shotOfChrome()).equals(chrome)).toBe(true);
});

test('nothing was connected to and nothing was looked up', async () => {
  const { connections, names } = sink;
  await browser.close();
  const dns = listLookups(netLog).length;
  const counts = [...corpora].map(([name, { length }]) => `${name} ${length}`).join(', ');
  console.log(`hostile: ${counts}; connections ${connections}, lookups ${dns}, executed ${executed.length}`);
  if (!hasSharedCorpora)
    console.log('hostile: ../shared/corpora is not there; only the authored vectors ran');
  expect({ connections, names, dns, executed }).toEqual({ connections: 0, names: [], dns: 0, executed: [] });
});

/** The window without the reading pane, whose content is the sender's. */
function shotOfChrome(): Promise<Buffer> {
  return page.screenshot({ clip: { x: 0, y: 0, width: 220, height: 760 }, animations: 'disabled' });
}

/** Hovers, scrolls and focuses from within; false for a message shown as plain text. */
async function exerciseFrame(waitMs: number): Promise<boolean> {
  return page.evaluate(async (waitMs) => {
    const seen = ((globalThis as unknown as { __seen?: WeakSet<Element> }).__seen ??= new WeakSet());
    const find = (): HTMLIFrameElement | null => {
      const shown = document.querySelector('.n-reading__page[data-shown][data-ready]');
      const frame = shown?.querySelector<HTMLIFrameElement>('iframe.n-mail-frame') ?? null;
      const inner = frame?.contentDocument ?? null;
      const isWritten = inner?.URL === 'about:srcdoc' && frame?.hasAttribute('data-written') === true;
      return frame !== null && isWritten && !seen.has(frame.closest('.n-reading__page') ?? frame)
        ? frame
        : null;
    };
    // The page of the message before must not be taken for this one's.
    const deadline = performance.now() + waitMs;
    while (find() === null && performance.now() < deadline)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    const frame = find();
    const inner = frame?.contentDocument ?? null;
    if (frame === null || inner === null) return false;
    seen.add(frame.closest('.n-reading__page') ?? frame);
    const settled = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    await settled();
    for (const element of inner.querySelectorAll<HTMLElement>('body *')) {
      for (const name of ['pointerover', 'mouseover', 'mousemove'])
        element.dispatchEvent(new MouseEvent(name, { bubbles: true }));
    }
    for (const link of inner.querySelectorAll<HTMLElement>('[role=link]')) link.focus();
    frame.scrollIntoView({ block: 'end' });
    await settled();
    frame.scrollIntoView({ block: 'start' });
    return true;
  }, waitMs);
}
