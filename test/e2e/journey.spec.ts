import { expect, test, type Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { MessageStore } from '../../main/engine/store/MessageStore.ts';
import type { GeneratedMessage } from '../servers/generateMessage.ts';
import type { MailServer } from '../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../servers/startMailServer.ts';
import { addAccount } from './support/addAccount.ts';
import { MailPanes } from './support/mailPanes.ts';
import { NaruHost } from './support/naruHost.ts';

// One message's whole life against real servers; each test goes on where the last one ended.
test.describe.configure({ mode: 'serial' });
test.skip(!isAvailable(), 'Dovecot is not installed');

const MESSAGES = 2000;
const MAILDROP = 25;
const file = {
  name: '회의 자료 (최종).bin',
  bytes: Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251)),
};

let server: MailServer;
let host: NaruHost;
let page: Page;
let panes: MailPanes;
let sent: readonly GeneratedMessage[];
let maildrop: readonly string[];
let flaggedBefore: number;
let alice: string;
let bob: string;

test.beforeAll(async ({ browser }) => {
  server = await startMailServer();
  alice = server.address('alice');
  bob = server.address('bob');
  sent = server.fillMailbox('alice', MESSAGES, { seed: 11 });
  flaggedBefore = server.listMailbox('alice').filter(({ flags }) => flags.includes('F')).length;
  server.fillMailbox('bob', MAILDROP, { seed: 12 });
  maildrop = server.listMailbox('bob').map(({ sha256 }) => sha256);
  host = await NaruHost.start();
  page = await browser.newPage();
  panes = new MailPanes(page);
  // Progress comes and goes while other steps are made: the page itself takes note of it.
  await page.addInitScript(() => {
    new MutationObserver(() => {
      const said = /[\d,]+ of 2,000/.exec(document.body.textContent ?? '')?.[0];
      if (said !== undefined) document.documentElement.dataset['progress'] = said;
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
});
test.afterAll(async () => {
  await page.close();
  await host.dispose();
  await server.stop();
});

test('an IMAP and a POP3 account are added', async () => {
  await page.goto(host.link);
  await page.getByRole('button', { name: 'Add your account' }).click();
  await addAccount(page, server, 'alice', 'imap');
  await expect(page.getByRole('treegrid', { name: 'Folders' })).toBeVisible();
  await page.getByRole('button', { name: 'Accounts' }).first().click();
  await page.getByRole('button', { name: 'Add account' }).click();
  await addAccount(page, server, 'bob', 'pop3');
});

test('2,000 messages come, newest first', async () => {
  await page.getByRole('button', { name: 'Mail' }).first().click();
  await panes.open(alice, 'Inbox');
  await panes.expectCount(MESSAGES);
  await expect(page.locator('html')).toHaveAttribute('data-progress', /of 2,000/);
  const newest = [...sent].sort((a, b) => b.date.getTime() - a.date.getTime());
  await expect
    .poll(async () => (await panes.subjects()).slice(0, 5))
    .toEqual(newest.slice(0, 5).map(({ subject }) => subject));
});

test('the server is cut off: eleven messages are read, some flagged and moved', async () => {
  await panes.rows.first().click();
  await expect(panes.reading.getByRole('heading')).toHaveText(await firstSubject());
  // A row shows its first words once the body lies in the cache.
  await expect
    .poll(async () => (await previews()).slice(0, 12).every((text) => text !== ''), { timeout: 60_000 })
    .toBe(true);
  await server.stopListening();
  for (let read = 0; read < 10; read += 1) {
    await page.keyboard.press('j');
    await expect(panes.reading).not.toContainText('Not on this computer yet');
    await expect.poll(() => contentLength()).toBeGreaterThan(10);
  }
  await page.keyboard.press('s');
  await page.keyboard.press('k');
  await page.keyboard.press('s');
  await page.keyboard.press('e');
  await panes.expectCount(MESSAGES - 1);
  await page.keyboard.press('e');
  await panes.expectCount(MESSAGES - 2);
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText(/changes to send|Offline/);
});

test('the server is back: another client sees the changes', async () => {
  await server.startListening();
  await page.getByRole('button', { name: 'Check for mail' }).first().click();
  const other = new ImapFlow({ host: server.host, port: server.ports.imaps, secure: true, logger: false, auth: { user: alice, pass: server.password('alice') }, tls: { rejectUnauthorized: false } }); // prettier-ignore
  await other.connect();
  const state = async (): Promise<unknown> => {
    const inbox = await other.status('INBOX', { messages: true });
    const archive = await other.status('Archive', { messages: true });
    await other.mailboxOpen('INBOX', { readOnly: true });
    const flagged = (await other.search({ flagged: true }, { uid: true })) || [];
    const seen = (await other.search({ seen: true }, { uid: true })) || [];
    await other.mailboxOpen('Archive', { readOnly: true });
    const flaggedThere = (await other.search({ flagged: true }, { uid: true })) || [];
    await other.mailboxClose();
    return { inbox: inbox && inbox.messages, archive: archive && archive.messages, flagged: flagged.length + flaggedThere.length, seenSome: seen.length > 0 }; // prettier-ignore
  };
  await expect
    .poll(state, { timeout: 60_000 })
    .toEqual({ inbox: MESSAGES - 2, archive: 2, flagged: flaggedBefore + 2, seenSome: true });
  await other.logout();
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('Up to date', {
    timeout: 60_000,
  });
});

test('a Korean letter with a file goes to both and arrives byte for byte', async () => {
  await page.getByRole('button', { name: 'New message' }).click();
  // Its name is the subject, as soon as there is one.
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'To' }).fill(`${bob}, ${alice},`);
  await dialog.getByRole('textbox', { name: 'Subject' }).fill('회의 자료를 보냅니다');
  await dialog.getByRole('textbox', { name: 'Message' }).click();
  await page.keyboard.type('안녕하세요,\n첨부 파일을 확인해 주세요.');
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Attach files' }).click();
  await (
    await chooser
  ).setFiles({ name: file.name, mimeType: 'application/octet-stream', buffer: file.bytes });
  // There once it can be removed: while it is on its way, nothing is sent.
  await expect(dialog.getByRole('button', { name: `Remove ${file.name}` })).toBeVisible();
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: 'Outbox' }).first().click();
  await expect(page.getByText('Sent at', { exact: false }).first()).toBeVisible({ timeout: 60_000 });

  await page.getByRole('button', { name: 'Mail' }).first().click();
  for (const [account, count] of [
    [alice, MESSAGES - 1],
    [bob, MAILDROP + 1],
  ] as const) {
    // prettier-ignore
    await panes.open(account, 'Inbox');
    await page.getByRole('button', { name: 'Check for mail' }).first().click();
    await panes.expectCount(count);
    await panes.rows.filter({ hasText: '회의 자료를 보냅니다' }).click();
    await expect.poll(() => contentText()).toContain('첨부 파일을 확인해 주세요.');
    const download = page.waitForEvent('download');
    await panes.reading.getByRole('button', { name: `Save ${file.name}` }).click();
    const saved = await download;
    const path = await saved.path();
    expect(sha256(readFileSync(path))).toBe(sha256(file.bytes));
  }
  await panes.open(alice, 'Sent');
  await panes.expectCount(1);
});

test('the maildrop is empty and every message lies in the disk store, byte for byte', async () => {
  expect(server.listMailbox('bob')).toEqual([]);
  await host.stop();
  const mail = join(host.dataDir, 'mail');
  const store = await MessageStore.open({
    directory: join(mail, readdirSync(mail)[0] ?? ''),
    nowMs: Date.now,
  });
  const inbox = store.folders().find(({ role }) => role === 'inbox');
  const stored = inbox === undefined ? [] : store.messages(inbox.id).map(({ sha256: hash }) => hash);
  const report = await store.verify();
  await store.close();
  expect(stored).toHaveLength(MAILDROP + 1);
  expect(stored).toEqual(expect.arrayContaining([...maildrop]));
  expect(report.damaged).toEqual([]);
});

test('IndexedDB is deleted: everything comes back, POP3 mail from the disk', async () => {
  await host.start();
  await page.goto(`${host.origin}/favicon.svg`);
  await page.evaluate(async () => {
    for (const { name = '' } of await indexedDB.databases()) {
      await new Promise((resolve) => {
        indexedDB.deleteDatabase(name).onsuccess = resolve;
      });
    }
  });
  await page.goto(host.origin);
  await panes.open(bob, 'Inbox');
  await panes.expectCount(MAILDROP + 1);
  await panes.open(alice, 'Inbox');
  await panes.expectCount(MESSAGES - 1);
  await panes.rows.first().click();
  await expect.poll(() => contentText()).toContain('첨부 파일을 확인해 주세요.');
});

const firstSubject = async (): Promise<string> => (await panes.subjects())[0] ?? '';
const previews = (): Promise<string[]> => panes.rows.locator('.n-message__preview').allTextContents();
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The message as shown, in its frame or as plain text. */
async function contentText(): Promise<string> {
  const frame = panes.reading.locator('iframe');
  if ((await frame.count()) > 0) return (await panes.frame.locator('body').textContent()) ?? '';
  return (await panes.reading.textContent()) ?? '';
}
const contentLength = async (): Promise<number> => (await contentText()).trim().length;
