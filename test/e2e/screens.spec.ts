import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { expect, test, type Page } from '@playwright/test';
import type { Language } from '../../renderer/i18n/Language.ts';
import { inspectScreen } from './support/inspectScreen.ts';
import { NaruHost } from './support/naruHost.ts';
import { walkFirstScreens, walkMail, walkSending, type ScreenWalk } from './support/screenWalk.ts';

/**
 * Every screen of the real application on the demo's mail, in both languages, themes and sizes. With
 * NARU_SCREENSHOTS=<folder> (`npm run screenshots`) the same walk also writes the pictures, of NARU_SCREENS or of all.
 */
const folder = process.env['NARU_SCREENSHOTS'];
const pictured = process.env['NARU_SCREENS']?.split(',');
const themes = ['light', 'dark'] as const;
const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
] as const;
const locales = { en: 'en-US', ko: 'ko-KR' } as const;

for (const language of ['en', 'ko'] satisfies Language[]) {
  test(`every screen in ${language}, light and dark, wide and narrow`, async ({ browser }) => {
    test.setTimeout(300_000);
    const host = await NaruHost.start();
    const context = await browser.newContext({
      locale: locales[language],
      timezoneId: 'Europe/Paris',
      viewport: sizes[0],
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      // Chromium reports what a Content-Security-Policy stopped as an error here.
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    const figures = { screens: 0, axeRuns: 0, axeMs: 0, violations: 0 };
    const at = async (screen: string): Promise<void> => {
      for (const size of sizes) {
        await page.setViewportSize(size);
        for (const theme of themes) {
          await page.emulateMedia({ colorScheme: theme });
          await settle(page);
          const name = `${screen}-${theme}-${language}-${size.width}`;
          if (folder !== undefined && (pictured?.includes(screen) ?? true)) {
            // Without a GPU Chromium draws a fresh layer (a dialog) some frames after the page believes it is there.
            await page.waitForTimeout(300);
            await page.screenshot({ path: join(folder, `${name}.png`), caret: 'hide' });
          }
          if (folder === undefined) {
            expect.soft(await inspectScreen(page, language), name).toEqual([]);
            const started = performance.now();
            // Every rule once in each theme, size and so layout; contrast in all four.
            const isWhole = (theme === 'light') === (size.width === 1280);
            const found = await audit(page, isWhole ? 'all' : 'contrast');
            figures.axeMs += performance.now() - started;
            figures.axeRuns += 1;
            figures.violations += found.length;
            expect.soft(found, name).toEqual([]);
          }
          figures.screens += 1;
        }
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize(sizes[0]);
      await settle(page);
    };
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    const walk: ScreenWalk = { page, language, at };
    try {
      await page.goto(host.link);
      await walkFirstScreens(walk);
      await walkMail(walk);
      await walkSending(walk);
    } finally {
      await context.close();
      await host.dispose();
    }
    expect(complaints).toEqual([]);
    console.log(language, JSON.stringify({ ...figures, axeMs: Math.round(figures.axeMs) }));
  });
}

/** Two frames drawn and every font there: what is seen is what will stay. */
const settle = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });

/**
 * axe on everything but the mail's own frame: no script runs in it, ours and axe's neither. All rules, or contrast
 * alone. axe-core itself, put into the page once: its Playwright wrapper takes six times as long for each screen.
 */
async function audit(page: Page, rules: 'all' | 'contrast'): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (chosen) => {
    // Put there by the line above.
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const { violations } = await inPage.run(
      { exclude: ['iframe.n-mail-frame'] },
      {
        iframes: false,
        resultTypes: ['violations'],
        // Behind a modal the page, with its main part and heading, is hidden from everyone by design.
        rules: Object.fromEntries(
          ['landmark-one-main', 'page-has-heading-one'].map((rule) => [
            rule,
            { enabled: document.querySelector('.n-scrim') === null },
          ]),
        ),
        ...(chosen === 'contrast' ? { runOnly: ['color-contrast'] } : {}),
      },
    );
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    );
  }, rules);
}
