// Pages of the caniemail corpus and the demo's newsletter in the real app beside the same HTML in plain Chromium, light
// and dark, as contact sheets for a person to look at: out/render/*.png. Not a measurement.
import { chromium, type Page } from '@playwright/test';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import config from '../../playwright.config.ts';
import { newsletterHtml } from '../../main/demo/seed/newsletter.ts';
import { addAccount } from '../e2e/support/addAccount.ts';
import { MailPanes } from '../e2e/support/mailPanes.ts';
import { NaruHost } from '../e2e/support/naruHost.ts';
import { startMailServer } from '../servers/startMailServer.ts';

const WIDTH = 602;
const MAX_HEIGHT = 900;
const PER_SHEET = 10;
const folder = resolve('../shared/corpora/caniemail/tests');
const out = resolve('out/render');

interface Sample {
  readonly name: string;
  readonly html: string;
}

function samples(): readonly Sample[] {
  const newsletter = newsletterHtml({
    number: 7,
    title: 'Flat side up',
    lead: 'Crêpes, and what to do with the first one.',
    stories: [['The first one', 'It is for the cook.']],
    heroContentId: 'hero',
  });
  if (!existsSync(folder)) {
    console.log('render: ../shared/corpora is not there; the newsletter alone');
    return [{ name: 'newsletter', html: newsletter }];
  }
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .sort();
  const pages = Array.from(
    { length: 40 },
    (_, index) => names[Math.floor((index * names.length) / 40)] ?? '',
  );
  return [
    { name: 'newsletter', html: newsletter },
    ...pages.map((name) => ({ name, html: readFileSync(join(folder, name), 'utf8') })),
  ];
}

const all = samples();
const server = await startMailServer();
const host = await NaruHost.start();
const browser = await chromium.launch(config.use?.launchOptions ?? {});
try {
  mkdirSync(out, { recursive: true });
  const alice = server.address('alice');
  for (const { name, html } of all) {
    const body = Buffer.from(html).toString('base64').replaceAll(/.{76}/gu, '$&\r\n');
    await server.deliver(
      `From: Render <render@example.org>\r\nTo: ${alice}\r\nSubject: ${name}\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n`,
      alice,
    );
  }
  const context = await browser.newContext({ viewport: { width: 1280, height: 2400 } });
  const page = await context.newPage();
  const panes = new MailPanes(page);
  await page.goto(host.link);
  await page.getByRole('button', { name: 'Add your account' }).click();
  await addAccount(page, server, 'alice', 'imap');
  await page.getByRole('button', { name: 'Mail' }).first().click();
  await panes.open(alice, 'Inbox');
  await panes.expectCount(all.length);
  const plain = await browser.newContext({
    viewport: { width: WIDTH, height: 600 },
    offline: true,
    javaScriptEnabled: false,
  });
  const blank = await plain.newPage();
  const rows: { name: string; pictures: string[] }[] = all.map(({ name }) => ({ name, pictures: [] }));
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await blank.emulateMedia({ colorScheme: scheme });
    await panes.rows.first().click();
    await page.keyboard.press('End');
    for (const [index, { html }] of all.entries()) {
      if (index > 0) await page.keyboard.press('k');
      const frame = page.locator(
        '.n-reading__page[data-shown][data-ready] iframe.n-mail-frame[data-written]',
      );
      await frame.waitFor({ state: 'attached' });
      const box = await frame.boundingBox();
      await blank.setContent(html, { waitUntil: 'domcontentloaded' });
      rows[index]?.pictures.push(
        await shot(blank, { x: 0, y: 0, width: WIDTH, height: await heightOf(blank) }),
        box === null || box.height < 1
          ? ''
          : await shot(page, { ...box, height: Math.min(MAX_HEIGHT, box.height) }),
      );
    }
  }
  for (let from = 0; from < rows.length; from += PER_SHEET)
    await sheet(browser, rows.slice(from, from + PER_SHEET), join(out, `sheet-${from / PER_SHEET}.png`));
  console.log(`render: ${rows.length} pages in ${out}`);
} finally {
  await browser.close();
  await host.dispose();
  await server.stop();
}

async function heightOf(page: Page): Promise<number> {
  const { height } = (await page.locator('html').boundingBox()) ?? { height: 100 };
  return Math.max(20, Math.min(MAX_HEIGHT, height));
}

async function shot(
  page: Page,
  clip: { x: number; y: number; width: number; height: number },
): Promise<string> {
  return (await page.screenshot({ clip, fullPage: true, animations: 'disabled' })).toString('base64');
}

/** Plain light, ours light, plain dark, ours dark. */
async function sheet(
  browser: Awaited<ReturnType<typeof chromium.launch>>,
  rows: readonly { readonly name: string; readonly pictures: readonly string[] }[],
  path: string,
): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1640, height: 800 } });
  const cell = (picture: string): string =>
    `<td>${picture === '' ? '(empty)' : `<img src="data:image/png;base64,${picture}">`}</td>`;
  const body = rows.map(({ name, pictures }) => `<tr><th colspan=4>${name}</th></tr><tr>${pictures.map(cell).join('')}</tr>`); // prettier-ignore
  await page.setContent(
    `<style>body{margin:4px;background:#888;font:12px sans-serif}td{vertical-align:top;padding:2px}img{width:400px;max-height:420px;object-fit:cover;object-position:top;display:block}th{text-align:left;color:#fff}</style><table>${body.join('')}</table>`,
  );
  await page.screenshot({ path, fullPage: true });
  await page.close();
}
