import { expect, test, type Page } from '@playwright/test';
import type { ErrorCode } from '../../preload/contract/index.ts';
import { en } from '../../renderer/i18n/en.ts';
import { ko } from '../../renderer/i18n/ko.ts';
import { makeCertificate, type CertificateKind } from '../servers/certificates.ts';
import type { MailServer } from '../servers/mailServer.ts';
import { ScriptedServer } from '../servers/scriptedServer.ts';
import { isAvailable, startMailServer } from '../servers/startMailServer.ts';
import { NaruHost } from './support/naruHost.ts';

test.describe.configure({ mode: 'serial' });
test.skip(!isAvailable(), 'Dovecot is not installed');

let dovecot: MailServer;
let host: NaruHost;
let page: Page;
const scripted: ScriptedServer[] = [];

test.beforeAll(async () => {
  dovecot = await startMailServer();
  host = await NaruHost.start();
});
test.afterAll(async () => {
  await page.close();
  await host.dispose();
  await dovecot.stop();
  await Promise.all(scripted.map((server) => server.stop()));
});

async function withCertificate(kind: CertificateKind): Promise<number> {
  const server = await ScriptedServer.start(
    { greeting: ['* OK ready'], steps: [] },
    { certificate: await makeCertificate(kind), implicitTls: true },
  );
  scripted.push(server);
  return server.port;
}
async function speaking(greeting: string): Promise<number> {
  const server = await ScriptedServer.start({ greeting: [greeting], steps: [] });
  scripted.push(server);
  return server.port;
}
async function closed(): Promise<number> {
  const server = await ScriptedServer.start({ steps: [] });
  await server.stop();
  return server.port;
}

interface Case {
  readonly what: string;
  readonly code: ErrorCode;
  readonly server: () => Promise<{ readonly host?: string; readonly port: number; readonly plain?: boolean }>;
}
/** The password typed is wrong everywhere; only a server that gets so far can say so. */
const cases: readonly Case[] = [
  {
    what: 'an unknown host',
    code: 'network.hostNotFound',
    server: async () => ({ host: 'no-such-host.invalid', port: 993 }),
  },
  { what: 'a closed port', code: 'network.refused', server: async () => ({ port: await closed() }) },
  {
    what: 'an expired certificate',
    code: 'tls.expired',
    server: async () => ({ port: await withCertificate('expired') }),
  },
  {
    what: 'a self-signed certificate',
    code: 'tls.selfSigned',
    server: async () => ({ port: await withCertificate('selfSigned') }),
  },
  {
    what: 'a server that speaks garbage',
    code: 'protocol.garbage',
    server: async () => ({ port: await speaking('HTTP/1.1 400 Bad Request'), plain: true }),
  },
  {
    what: 'a wrong password',
    code: 'auth.wrongPassword',
    server: async () => ({ port: dovecot.ports.imap, plain: true }),
  },
];

for (const [language, text] of [
  ['en', en],
  ['ko', ko],
] as const) {
  // prettier-ignore
  test(`in ${language}: each failure is named with what to do, and nothing is saved`, async ({ browser }) => {
    const context = await browser.newContext({ locale: language });
    page = await context.newPage();
    if (language === 'ko') await host.stop();
    await page.goto(language === 'ko' ? await host.start() : host.link);
    const labels = text.accounts;
    const field = (name: string) => page.getByRole('textbox', { name, exact: true });
    await page.getByRole('button', { name: text.firstScreen.addAccount }).click();

    await field(labels.name).fill('나루');
    await field(labels.address).fill('nobody');
    await page.getByLabel(labels.password, { exact: true }).fill('not the password');
    await page.getByRole('button', { name: labels.continue }).click();
    await expect(page.getByText(labels.addressInvalid)).toBeVisible();
    await expect(field(labels.address)).toHaveValue('nobody');

    await field(labels.address).fill(dovecot.address('alice'));
    await page.getByRole('button', { name: labels.byHand }).click();
    for (const { what, code, server } of cases) {
      const { host: name = dovecot.host, port, plain = false } = await server();
      for (const side of ['incoming', 'outgoing'] as const) {
        await field(labels.server[side].host).fill(name);
        await field(labels.server[side].port).fill(String(port));
        await field(labels.server[side].user).fill(dovecot.address('alice'));
        await choose(labels.server[side].security, plain ? labels.security.none : labels.security.tls);
      }
      const accept = page.getByText(labels.plainTextAccept);
      if (plain && !(await page.getByRole('checkbox', { name: labels.plainTextAccept }).isChecked())) await accept.click();
      await page.getByRole('button', { name: labels.testAndSave }).click();
      const data = { code, scope: 'connection', retry: 'never', message: '', host: name, port } as const;
      const { title } = text.errors[code](data);
      await expect(page.locator('.n-test__row').first(), what).toContainText(title, { timeout: 30_000 });
      await expect(page.locator('.n-test__row').first().locator('.n-test__state')).not.toBeEmpty();
      await expect(field(labels.server.incoming.host)).toHaveValue(name);
    }
    await page.goto(host.origin);
    await expect(page.getByRole('button', { name: text.firstScreen.addAccount })).toBeVisible();
    await context.close();
  });
}

/** Picks an option of a select by the names on the screen. */
async function choose(label: string, option: string): Promise<void> {
  const button = page.getByRole('button', { name: label });
  if ((await button.textContent())?.includes(option) === true) return;
  await button.click();
  await page.getByRole('option', { name: option, exact: true }).click();
}
