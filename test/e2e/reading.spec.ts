import { expect, test, type Page } from '@playwright/test';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { MailServer } from '../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../servers/startMailServer.ts';
import { addAccount } from './support/addAccount.ts';
import { MailPanes } from './support/mailPanes.ts';
import { NaruHost } from './support/naruHost.ts';
import { readingMails } from './support/readingMails.ts';

// What a person sees of a message and may do with it, in the real app over Dovecot.
test.describe.configure({ mode: 'serial' });
test.skip(!isAvailable(), 'Dovecot is not installed');

let server: MailServer;
let host: NaruHost;
let page: Page;
let panes: MailPanes;
/** Where pictures of the mails would be fetched from: this computer, so never. */
let home: Server;
let knocks = 0;

test.beforeAll(async ({ browser }) => {
  home = createServer((socket) => {
    knocks += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => home.listen(0, '127.0.0.1', resolve));
  server = await startMailServer();
  const alice = server.address('alice');
  const mails = readingMails(alice, (home.address() as AddressInfo).port);
  for (const raw of mails) await server.deliver(raw, alice);
  host = await NaruHost.start();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  panes = new MailPanes(page);
  await page.goto(host.link);
  await page.getByRole('button', { name: 'Add your account' }).click();
  await addAccount(page, server, 'alice', 'imap');
  await page.getByRole('button', { name: 'Mail' }).first().click();
  await panes.open(alice, 'Inbox');
  await panes.expectCount(mails.length);
});
test.afterAll(async () => {
  await page.close();
  await host.dispose();
  await server.stop();
  await new Promise((resolve) => home.close(resolve));
});

async function open(subject: string): Promise<void> {
  await panes.rows.filter({ hasText: subject }).click();
  await expect(panes.reading.getByRole('heading', { name: subject })).toBeVisible();
  await picture(subject);
}

/** For whoever looks at the pictures: `NARU_LOOK=folder`. */
async function picture(name: string): Promise<void> {
  const folder = process.env['NARU_LOOK'];
  if (folder === undefined) return;
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${folder}/${name.replaceAll(/\W+/gu, '-')}.png` });
}

test('a link names its target; one that fools asks before it opens', async () => {
  await open('Your parcel');
  const frame = panes.frame;
  await frame.getByText('https://post.example/track').hover();
  await expect(page.getByText('The text names post.example, but the link goes elsewhere.')).toBeVisible();
  await frame.getByText('our terms').focus();
  await expect(page.getByText('https://shop.example/terms')).toBeVisible();
  await frame.getByText('https://post.example/track').click();
  const question = page.getByRole('dialog', { name: 'Is this where you want to go?' });
  await expect(question).toContainText('evil.example');
  await picture('link question');
  await question.getByRole('button', { name: 'Cancel' }).click();
  // Nothing of the test leaves the machine.
  await page.context().route('https://shop.example/**', (route) => route.fulfill({ body: 'terms' }));
  const [tab] = await Promise.all([page.waitForEvent('popup'), frame.getByText('our terms').click()]);
  await tab.waitForURL('https://shop.example/terms');
  await tab.close();
});

test('remote pictures are counted, trackers named, and private addresses refused', async () => {
  await open('Your parcel');
  await expect(panes.reading.getByText('2 remote pictures not loaded')).toBeVisible();
  await expect(panes.reading.getByText('1 tracking pixel blocked')).toContainText('Mailchimp');
  await panes.reading.getByRole('button', { name: 'Show pictures' }).click();
  await expect(panes.reading.getByText('2 pictures could not be loaded.')).toBeVisible();
  expect(knocks).toBe(0);
});

test('the sender in one plain line, and a warning where something is written to fool', async () => {
  await open('Your parcel');
  await expect(panes.reading.getByText('Your mail server has not confirmed the sender.')).toBeVisible();
  await open('Invoice');
  await expect(
    panes.reading.getByText('The name shows boss@bank.example, but that is not who sent it.'),
  ).toBeVisible();
});
