import { readFileSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import config from '../../playwright.config.ts';
import { NaruHost } from '../e2e/support/naruHost.ts';
import type { MailServer } from '../servers/mailServer.ts';
import type { MeasureInChromium } from './imapBenchTypes.ts';
import { addByRpc, countBodies, installSyncProbe, type SyncProbe } from './syncProbe.ts';

declare const __sync: SyncProbe;

/** A fresh Naru (built: `npm run build`) in Chromium; `login` sets the account up and resolves when it is online. */
export async function openNaru(server: MailServer, user: string, messages: number) {
  const host = await NaruHost.start();
  const browser = await chromium.launch(config.use?.launchOptions ?? {});
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(installSyncProbe, messages);
  await page.goto(host.link);
  await page.getByRole('button', { name: 'Add your account' }).waitFor();
  return {
    host,
    page,
    login: async (): Promise<void> => {
      await page.evaluate(addByRpc, accountOf(server, user));
      await page.waitForFunction(() => __sync.loginAt > 0);
    },
    close: async (): Promise<void> => {
      await browser.close();
      await host.dispose();
    },
  };
}

function accountOf(server: MailServer, user: string): unknown {
  const at = (port: number) => ({
    host: server.host,
    port,
    security: 'none',
    user: server.address(user),
    auth: 'password',
    pinnedCertificate: null,
  });
  const address = server.address(user);
  return {
    account: {
      label: address,
      incoming: { protocol: 'imap', server: at(server.ports.imap) },
      outgoing: at(server.ports.submission),
      identities: [{ id: 'main', name: user, address, replyTo: null, signature: '' }],
    },
    secrets: { incoming: server.password(user), outgoing: server.password(user) },
  };
}

/** Resolves with the page's time of `mark` once it is set. */
export async function reached(page: Page, mark: 'loginAt' | 'firstListAt' | 'allListedAt'): Promise<number> {
  const handle = await page.waitForFunction((name) => __sync[name] || null, mark, { timeout: 600_000 });
  return (await handle.jsonValue()) ?? 0;
}

export const measureInChromium: MeasureInChromium = async ({ server, user, messages }) => {
  const naru = await openNaru(server, user, messages);
  const { page, host } = naru;
  try {
    await naru.login();
    const loginAt = await reached(page, 'loginAt');
    const allListedAt = await reached(page, 'allListedAt');
    const firstListAt = await reached(page, 'firstListAt');
    while ((await page.evaluate(countBodies)) < messages) await page.waitForTimeout(100);
    const fullAt = await page.evaluate(() => performance.now());
    const resyncMs = await page.evaluate(() => __sync.call('syncNow', [null]));
    return {
      headersSeconds: (allListedAt - loginAt) / 1000,
      fullSeconds: (fullAt - loginAt) / 1000,
      firstListMs: firstListAt - loginAt,
      resyncSeconds: resyncMs / 1000,
      rssMiB: peakMiB(host.pid),
    };
  } finally {
    await naru.close();
  }
};

/** Linux's own account of a process's memory (proc(5)). */
function peakMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
}
