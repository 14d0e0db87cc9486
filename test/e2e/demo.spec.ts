import { expect, test, type Page } from '@playwright/test';
import { MailPanes } from './support/mailPanes.ts';
import { NaruHost } from './support/naruHost.ts';

// The postal world of the demo, by its own clock: tries every 10 seconds, gives up after a minute.
test.describe.configure({ mode: 'serial', timeout: 300_000 });

const ALICE = 'alice@crepes.fr';
const BOB = 'bob@hamburger.edu';
let host: NaruHost;
let page: Page;
let panes: MailPanes;

test.beforeAll(async ({ browser }) => {
  host = await NaruHost.start();
  page = await browser.newPage();
  panes = new MailPanes(page);
});
test.afterAll(async () => {
  await page.close();
  await host.dispose();
});

test('one click puts a newcomer into a working mailbox', async () => {
  await page.goto(host.link);
  await page.getByRole('button', { name: 'Look around with the demo' }).click();
  await panes.open(ALICE, 'Inbox');
  await expect(panes.rows.first()).toBeVisible();
  await panes.rows.first().click();
  await expect(panes.reading.getByRole('heading').first()).toBeVisible();
});

test('alice writes while hamburger.edu is down; it comes up; bob has it once', async () => {
  await switchServer('hamburger.edu');
  await send('Is anybody home?');
  await openSection('Outbox');
  await expect(queueOf('crepes.fr')).toContainText('Is anybody home?', { timeout: 60_000 });
  // The queue has tried and says what stands in the way.
  await expect(queueOf('crepes.fr')).toContainText(/refused|down|connect/i, { timeout: 60_000 });
  await switchServer('hamburger.edu');
  await expect(queueOf('crepes.fr')).toHaveCount(0, { timeout: 60_000 });
  await openSection('Mail');
  await panes.open(BOB, 'Inbox');
  await expect(panes.rows.filter({ hasText: 'Is anybody home?' })).toHaveCount(1);
});

test('it stays down past the limit: alice gets a report that names bob', async () => {
  await switchServer('hamburger.edu');
  await send('This one comes back');
  await openSection('Mail');
  await panes.open(ALICE, 'Inbox');
  const report = panes.rows.filter({ hasText: /Undeliver|Delivery|returned/i }).first();
  await expect(report).toBeVisible({ timeout: 240_000 });
  await report.click();
  await expect(panes.reading).toContainText(BOB);
});

const openSection = (name: string): Promise<void> => page.getByRole('button', { name }).first().click();
const queueOf = (domain: string) => page.getByRole('group', { name: `Queue of ${domain}` });

async function switchServer(domain: string): Promise<void> {
  await openSection('Outbox');
  await page.getByRole('switch', { name: new RegExp(domain) }).click({ force: true });
}

async function send(subject: string): Promise<void> {
  await openSection('Mail');
  await panes.open(ALICE, 'Inbox');
  await page.getByRole('button', { name: 'New message' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'To' }).fill(`${BOB},`);
  await dialog.getByRole('textbox', { name: 'Subject' }).fill(subject);
  await dialog.getByRole('textbox', { name: 'Message' }).fill('Hello, Bob.');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
}
