// Opening cached mail in the real app: Dovecot, the loopback shell, Chromium. Input event to painted content.
import { chromium, type Page } from '@playwright/test';
import config from '../../playwright.config.ts';
import { addAccount } from '../e2e/support/addAccount.ts';
import { MailPanes } from '../e2e/support/mailPanes.ts';
import { NaruHost } from '../e2e/support/naruHost.ts';
import { startMailServer } from '../servers/startMailServer.ts';
import { largeMails, openMails } from './openMail.ts';
import { installOpenProbe, type OpenTime } from './openProbe.ts';

const small = process.argv.includes('--small');
const count = small ? 30 : 200;

type Probe = { before: string | null; startedAt: number; done: OpenTime | null };

async function timed(page: Page, input: () => Promise<void>): Promise<OpenTime> {
  await page.evaluate(() => {
    const probe = (globalThis as unknown as { __open: Probe }).__open;
    Object.assign(probe, { startedAt: 0, done: null });
  });
  await input();
  await page.waitForFunction(() => (globalThis as unknown as { __open: Probe }).__open.done !== null, null, {
    timeout: 60_000,
  });
  return page.evaluate(() => (globalThis as unknown as { __open: { done: OpenTime } }).__open.done);
}

/** The neighbours stand: what a person who reads for a moment finds. */
const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => {
    const pages = [...document.querySelectorAll('.n-reading__page')];
    const shown = document.querySelector('.n-reading__page[data-shown]');
    const uid = Number(shown?.getAttribute('data-key')?.split('@')[0]);
    const ready = (key: number): boolean =>
      pages.some(
        (one) =>
          one.hasAttribute('data-ready') && one.getAttribute('data-key')?.startsWith(`${key}@`) === true,
      );
    // UIDs are given in order of delivery, and so the list's neighbours differ by one, but at its ends.
    return ready(uid) && pages.length === 4 && pages.every((one) => one.hasAttribute('data-ready'));
  });

const server = await startMailServer();
const host = await NaruHost.start();
const browser = await chromium.launch(config.use?.launchOptions ?? {});
try {
  const alice = server.address('alice');
  const large = largeMails(alice);
  let delivered = 0;
  for (const raw of openMails(count, alice)) {
    await server.deliver(raw, alice).then(
      () => (delivered += 1),
      (error: unknown) => console.log(`open: not delivered: ${String(error)}`),
    );
  }
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const panes = new MailPanes(page);
  await page.goto(host.link);
  await page.getByRole('button', { name: 'Add your account' }).click();
  await addAccount(page, server, 'alice', 'imap');
  await page.getByRole('button', { name: 'Mail' }).first().click();
  await panes.open(alice, 'Inbox');
  await panes.expectCount(delivered);
  await page.evaluate(installOpenProbe);
  await panes.rows.first().click();
  await page.locator('.n-reading__page[data-shown][data-ready]').waitFor();
  // Once through, so that every body is in the cache.
  const walk: OpenTime[] = [];
  for (let at = 1; at < delivered; at += 1) walk.push(await timed(page, () => page.keyboard.press('j')));

  const next: OpenTime[] = [];
  for (const key of ['k', 'j']) {
    for (let at = 1; at < delivered; at += 1) {
      await settled(page);
      next.push(await timed(page, () => page.keyboard.press(key)));
    }
  }

  const open: OpenTime[] = [];
  await page.keyboard.press('Home');
  const list = await panes.list.boundingBox();
  if (list === null) throw new Error('no list');
  const wheel = async (dy: number): Promise<void> => {
    await page.mouse.move(list.x + list.width / 2, list.y + list.height / 2);
    await page.mouse.wheel(0, dy);
  };
  // A fixed walk over rows on the screen, never the shown one's neighbours; the list is scrolled in between.
  for (let at = 0; at < count; at += 1) {
    if (at % 4 === 0) await wheel(at % 8 === 0 ? 700 : at > count / 2 ? -1300 : 500);
    await page.waitForTimeout(150);
    const target = await page.evaluate(
      ({ turn, top, bottom }) => {
        const focus = document.querySelector('.n-message--focused');
        const focused = Number(focus?.getAttribute('aria-rowindex') ?? '-10');
        const rows = [...document.querySelectorAll('.n-message')].filter((row) => {
          const box = row.getBoundingClientRect();
          const index = Number(row.getAttribute('aria-rowindex'));
          return box.top >= top && box.bottom <= bottom && (index < focused - 1 || index > focused + 2);
        });
        const box = rows[(turn * 7) % rows.length]?.getBoundingClientRect();
        return box === undefined ? null : { x: box.left + box.width / 3, y: box.top + box.height / 2 };
      },
      { turn: at, top: list.y, bottom: list.y + list.height },
    );
    if (target === null) throw new Error('no row to click');
    open.push(await timed(page, () => page.mouse.click(target.x, target.y)));
  }

  // Large ones come last: they would hold up the walk.
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { __tasks: tasks });
    new PerformanceObserver((entries) => {
      for (const { duration } of entries.getEntries()) tasks.push(duration);
    }).observe({ type: 'longtask' });
  });
  let blockedMaxMs = 0;
  const largeTimes: Record<string, number> = {};
  for (const [index, raw] of large.entries()) {
    await server.deliver(raw, alice);
    await panes.expectCount(delivered + index + 1);
    const { ms } = await timed(page, () => panes.rows.first().click());
    largeTimes[['text', 'html', 'attachment'][index] ?? ''] = Math.round(ms);
    await page.waitForTimeout(500);
    const all = page
      .locator('.n-reading__page[data-shown]')
      .getByRole('button', { name: /Show (all of it|the rest as text)/ });
    if (await all.isVisible()) {
      await all.click();
      await all.waitFor({ state: 'detached', timeout: 120_000 });
    }
    const tasks = await page.evaluate(() =>
      (globalThis as unknown as { __tasks: number[] }).__tasks.splice(0).map(Math.round),
    );
    console.log(JSON.stringify({ large: index, longTasks: tasks }));
    blockedMaxMs = Math.max(blockedMaxMs, ...tasks);
  }
  report({ walk, next, open, largeTimes, blockedMaxMs });
} finally {
  await browser.close();
  await host.dispose();
  await server.stop();
}

function report(figures: {
  walk: readonly OpenTime[];
  next: readonly OpenTime[];
  open: readonly OpenTime[];
  largeTimes: Readonly<Record<string, number>>;
  blockedMaxMs: number;
}): void {
  const of = (times: readonly OpenTime[], part: number): number => {
    const sorted = times.map(({ ms }) => ms).sort((a, b) => a - b);
    return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0) * 10) / 10;
  };
  const slowest = (times: readonly OpenTime[]): unknown =>
    [...times].sort((a, b) => b.ms - a.ms).slice(0, 6).map(({ ms, key, kind }) => [Math.round(ms), key, kind]); // prettier-ignore
  const { walk, next, open, largeTimes, blockedMaxMs } = figures;
  console.log(JSON.stringify({ firstVisitP50Ms: of(walk, 0.5), firstVisitP95Ms: of(walk, 0.95) }));
  console.log(JSON.stringify({ openP50Ms: of(open, 0.5), openMaxMs: of(open, 1), slowest: slowest(open) }));
  console.log(JSON.stringify({ nextP50Ms: of(next, 0.5), nextMaxMs: of(next, 1), slowest: slowest(next) }));
  console.log(JSON.stringify({ largeMs: largeTimes }));
  console.log(JSON.stringify({ openP95Ms: of(open, 0.95), nextP95Ms: of(next, 0.95), blockedMaxMs }));
}
