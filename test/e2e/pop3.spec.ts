import { expect, test, type Page } from '@playwright/test';
import type { MailServer } from '../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../servers/startMailServer.ts';
import { addAccount } from './support/addAccount.ts';
import { inspectScreen } from './support/inspectScreen.ts';
import { MailPanes } from './support/mailPanes.ts';
import { NaruHost } from './support/naruHost.ts';

// Two POP3 accounts against a real server: one with a size limit, the other delivering into its Inbox.
test.describe.configure({ mode: 'serial' });
test.skip(!isAvailable(), 'Dovecot is not installed');

let server: MailServer;
let host: NaruHost;
let page: Page;
let panes: MailPanes;

const letter = (subject: string, to: string, body: string): string =>
  [
    'From: Mina Dubois <mina@elsewhere.test>',
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: <${subject.replaceAll(' ', '-')}@elsewhere.test>`,
    'Date: Sat, 21 Nov 2026 06:00:00 +0000',
    '',
    body,
    '',
  ].join('\r\n');

test.beforeAll(async ({ browser }) => {
  server = await startMailServer();
  host = await NaruHost.start();
  page = await browser.newPage();
  panes = new MailPanes(page);
  const bob = server.address('bob');
  const lines = Array.from(
    { length: 20_000 },
    (_, index) => `Line ${index} of a very long letter, counted to the end.`,
  );
  await server.deliver(letter('A long letter', bob, [...lines, 'Here it ends.'].join('\r\n')), bob);
  await server.deliver(letter('A short one', bob, 'That is all.'), bob);
});
test.afterAll(async () => {
  await page.close();
  await host.dispose();
  await server.stop();
});

test('the account is set up with a size limit', async () => {
  await page.goto(host.link);
  await page.getByRole('button', { name: 'Add your account' }).click();
  await addAccount(page, server, 'bob', 'pop3', async () => {
    await page.getByRole('button', { name: /Download at once/ }).click();
    await page.getByRole('option', { name: /Messages up to 1 MB/ }).click();
    expect(await inspectScreen(page, 'en')).toEqual([]);
    await page.screenshot({ path: test.info().outputPath('form.png'), fullPage: true });
  });
});

test('of the long letter the beginning comes, and the rest when it is asked for', async () => {
  await panes.open(server.address('bob'), 'Inbox');
  await panes.expectCount(2);
  await panes.rows.filter({ hasText: 'A long letter' }).click();
  await expect(panes.reading).toContainText('Only the beginning of this message is on this computer');
  await expect(panes.reading).not.toContainText('Here it ends.');
  expect(server.listMailbox('bob')).toHaveLength(1);
  const rest = panes.reading.getByRole('button', { name: /Download the rest \(1/ });
  await expect(rest).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('partial.png') });
  await rest.click();
  await expect(panes.reading.getByRole('heading')).toHaveText('A long letter');
  await expect(panes.reading).not.toContainText('Only the beginning of this message');
  await expect.poll(() => server.listMailbox('bob').length).toBe(0);
  await panes.expectCount(2);
  await page.screenshot({ path: test.info().outputPath('whole.png') });
});

test('a second account delivers into the same Inbox', async () => {
  const carol = server.address('carol');
  await server.deliver(letter('For Carol', carol, 'Hello Carol.'), carol);
  await page.getByRole('button', { name: 'Accounts' }).first().click();
  await page.getByRole('button', { name: 'Add account' }).click();
  await addAccount(page, server, 'carol', 'pop3', async () => {
    await page.getByRole('button', { name: /Deliver to/ }).click();
    await page.getByRole('option', { name: `The Inbox of ${server.address('bob')}` }).click();
  });
  await page.getByRole('button', { name: 'Mail' }).first().click();
  await panes.open(server.address('bob'), 'Inbox');
  await panes.expectCount(3);
  await expect(panes.rows.filter({ hasText: 'For Carol' })).toBeVisible();
  expect(server.listMailbox('carol')).toHaveLength(0);
});

test('how it receives can be changed later', async () => {
  await page.getByRole('button', { name: 'Accounts' }).first().click();
  const carol = server.address('carol');
  const actions = page.getByRole('button', { name: `Actions for ${carol}` });
  await actions.click();
  await page.getByRole('menuitem', { name: 'Receiving…' }).click();
  const dialog = page.getByRole('dialog', { name: `How ${carol} receives` });
  await dialog.getByRole('button', { name: /Deliver to/ }).click();
  await page.getByRole('option', { name: 'Its own Inbox' }).click();
  await page.screenshot({ path: test.info().outputPath('dialog.png') });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(`${carol} receives as you chose`)).toBeVisible();
  await server.deliver(letter('Her own', carol, 'Hello again.'), carol);
  await page.getByRole('button', { name: 'Mail' }).first().click();
  await page.getByRole('button', { name: 'Check for mail' }).first().click();
  await panes.open(carol, 'Inbox');
  await panes.expectCount(1);
});
