import { expect, type Locator, type Page } from '@playwright/test';
import { catalogues, type Language } from '../../../renderer/i18n/Language.ts';
import type { Catalogue } from '../../../renderer/i18n/en.ts';

/** Once through every screen, in one language, in a wide window; `at` is called where a screen stands still. */
export interface ScreenWalk {
  readonly page: Page;
  readonly language: Language;
  readonly at: (screen: string) => Promise<void>;
}

const ALICE = 'alice@crepes.fr';
const CAROL = 'carol@hamburger.edu';
const BOB = 'bob@hamburger.edu';
const letters = {
  en: {
    [ALICE]: ['The blue chairs', 'They came. Everyone says they are green.'],
    [BOB]: ['Napkins for the twelfth', 'Four hundred, or do we trust our guests?'],
  },
  ko: {
    [ALICE]: ['파란 의자', '의자가 왔는데 다들 초록색이라고 하네요.'],
    [BOB]: ['12일에 쓸 냅킨', '사백 장이면 될까요, 아니면 손님들을 믿을까요?'],
  },
} as const;
const answer =
  '민지 씨, 네, 4월 2일 오전 11시 20분이 맞습니다. 창틀 색이 벌써 궁금해요. 사진을 같이 보냅니다.';

/** The first screen, the form that adds an account, and that form by hand with what is wrong in it. */
export async function walkFirstScreens({ page, language, at }: ScreenWalk): Promise<void> {
  const words = catalogues[language];
  await expect(page.getByRole('heading', { name: words.firstScreen.title })).toBeVisible();
  await at('first-screen');
  await page.getByRole('button', { name: words.firstScreen.addAccount }).click();
  await expect(page.getByRole('heading', { name: words.accounts.addTitle })).toBeVisible();
  await at('add-account');
  await page
    .getByLabel(words.accounts.name, { exact: true })
    .fill(language === 'ko' ? '한나루' : 'Nora Ferry');
  await page.getByLabel(words.accounts.address).fill('nora@ferry.example');
  await page.getByRole('button', { name: words.accounts.byHand }).click();
  await page.getByLabel(words.accounts.server.incoming.host).fill('imap ferry example');
  await page.getByRole('button', { name: words.accounts.testAndSave }).click();
  await expect(page.getByText(words.accounts.problems.hostInvalid)).toBeVisible();
  await at('add-account-by-hand');
  await goTo(page, words.app.mail);
  await page.getByRole('button', { name: words.firstScreen.tryDemo }).click();
  await expect(page.getByRole('treegrid').getByRole('row', { name: ALICE })).toBeVisible();
}

/** The three panes with mail of every kind, the empty folder, the accounts, the palette, the settings. */
export async function walkMail({ page, language, at }: ScreenWalk): Promise<void> {
  const words = catalogues[language];
  await openFolder(page, ALICE, words.folders.roles.inbox);
  // All three accounts are there and at rest.
  await expect(page.getByRole('status').filter({ hasText: words.status.upToDate })).toBeVisible();
  await at('mail-nothing-chosen');
  await openMessage(page, 'Batter arrived, slightly alive');
  await at('mail');
  await openMessage(page, 'The bilig and the flat-top: same thing?');
  await at('mail-plain');
  await openMessage(page, 'The Griddle No.');
  await at('mail-newsletter');
  await openMessage(page, 'Year-end: three papers');
  await at('mail-attachments');
  await openMessage(page, '옛 컴퓨터에서 보냅니다');
  await at('mail-korean');
  await openMessage(page, 'your whisk misses you');
  await at('mail-pictures-blocked');
  await openFolder(page, BOB, words.folders.roles.junk);
  await expect(page.getByText(words.messageList.emptyTitle)).toBeVisible();
  await at('mail-empty-folder');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  await at('palette');
  await page.keyboard.press('Escape');
  await goTo(page, words.app.accounts);
  await expect(stateOf(page, words.accounts.statusOnline)).toHaveCount(3);
  await at('accounts');
  await goTo(page, words.app.settings);
  await at('settings');
}

/** A composer full of everything, an outbox with messages in several states, a server's queue, a dialogue, offline. */
export async function walkSending({ page, language, at }: ScreenWalk): Promise<void> {
  const words = catalogues[language];
  await chooseUndoTime(page, words, 0);
  await goTo(page, words.app.outbox);
  await at('outbox-empty');
  // Alice's server is off: what she sends must be tried again, and what Bob sends her waits in his server's queue.
  await page.getByText(words.demo.up, { exact: true }).first().click();
  await expect(page.getByText(words.demo.down, { exact: true })).toBeVisible();
  await sendNew(page, words, language, { from: ALICE, to: BOB });
  await expect(stateOf(page, words.outbox.names.retrying)).toBeVisible();
  await sendNew(page, words, language, { from: BOB, to: ALICE });
  await expect(stateOf(page, words.outbox.names.filed)).toBeVisible();
  await expect(page.getByText(words.demo.waiting(1))).toBeVisible();

  await expect(page.locator('.n-toast')).toHaveCount(0);
  await goTo(page, words.app.connections);
  await page.getByRole('option').filter({ hasText: 'SMTP' }).first().click();
  await expect(page.getByText('EHLO', { exact: false }).first()).toBeVisible();
  await at('connections');

  await chooseUndoTime(page, words, 60);
  await openFolder(page, ALICE, words.folders.roles.inbox);
  await openMessage(page, '비행기표 시간 확인');
  await page.getByRole('toolbar').getByRole('button', { name: words.commands.reply, exact: true }).click();
  const composer = page.getByRole('dialog');
  // A reply is ready to be written at its top.
  await expect(composer.getByLabel(words.compose.message)).toBeFocused();
  await page.keyboard.insertText(answer);
  await composer.getByRole('button', { name: words.compose.showCc }).click();
  const cc = composer.getByRole('combobox', { name: words.compose.cc, exact: true });
  await cc.fill('서재원 <jaewon@memil.example>');
  await cc.press('Enter');
  await composer
    .locator('input[type=file]')
    .setInputFiles({ name: '창틀 사진.png', mimeType: 'image/png', buffer: Buffer.alloc(183_000, 7) });
  await expect(composer.getByText('창틀 사진.png')).toBeVisible();
  await expect(composer.getByText(words.compose.saved)).toBeVisible();
  await at('compose');
  await composer.getByRole('button', { name: words.compose.send, exact: true }).click();
  await expect(composer).toHaveCount(0);
  await goTo(page, words.app.outbox);
  await expect(stateOf(page, words.outbox.names.waiting)).toBeVisible();
  await at('outbox');
  await page.getByRole('heading', { name: words.demo.title }).scrollIntoViewIfNeeded();
  await page.getByRole('group', { name: words.demo.queueTitle('hamburger.edu') }).scrollIntoViewIfNeeded();
  await at('demo');
  await goTo(page, words.app.outbox);
  await page.getByText(words.demo.up, { exact: true }).first().click();
  // An account learns that its server is gone when it next asks for something.
  for (const account of [CAROL, BOB, ALICE]) {
    await openFolder(page, account, words.folders.roles.inbox);
    await page.getByRole('button', { name: words.commands.syncNow }).click();
  }
  await expect(page.getByText(words.status.offline)).toBeVisible();
  await at('mail-offline');
  await goTo(page, words.app.accounts);
  await expect(stateOf(page, words.accounts.statusOffline)).toHaveCount(3);
  await at('accounts-offline');
}

/** The badge of an account or of a message in the outbox. */
const stateOf = (page: Page, name: string): Locator =>
  page.locator('.n-badge').getByText(name, { exact: true });

async function goTo(page: Page, label: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: label, exact: true }).first().click();
  // The pointer leaves, so that nothing looks pointed at.
  await page.mouse.move(0, 0);
}

/** A folder of one of the demo's accounts: the tree is flat, so the folder is the first of its name after the account. */
async function openFolder(page: Page, account: string, name: string): Promise<void> {
  const rows = page.getByRole('treegrid').getByRole('row');
  const index = await rows.evaluateAll(
    (all, [owner, folder]) => {
      const texts = all.map((row) => row.textContent ?? '');
      const start = texts.findIndex((text) => text.startsWith(owner));
      return texts.findIndex((text, at) => at > start && text.startsWith(folder));
    },
    [account, name] as const,
  );
  await rows.nth(index).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Scrolls the list, which holds only the rows in sight, until the row is there, and opens it. */
async function openMessage(page: Page, subject: string): Promise<void> {
  const row = page.locator('.n-rows').getByRole('row').filter({ hasText: subject }).first();
  await scrollUntil(page.locator('.n-rows'), row);
  await row.click();
  await expect(page.locator('.n-reading__page[data-shown] .n-head__subject')).toContainText(subject);
  await page.mouse.move(0, 0);
}

async function scrollUntil(list: Locator, row: Locator): Promise<void> {
  await expect(list.getByRole('row').first()).toBeVisible();
  await list.evaluate((element) => element.scrollTo(0, 0));
  for (let screens = 0; screens < 60 && (await row.count()) === 0; screens += 1)
    await list.evaluate(
      (element) =>
        new Promise((resolve) => {
          element.scrollBy(0, element.clientHeight / 2);
          requestAnimationFrame(() => requestAnimationFrame(resolve));
        }),
    );
}

async function chooseUndoTime(page: Page, words: Catalogue, seconds: number): Promise<void> {
  await goTo(page, words.app.settings);
  await page.getByRole('button', { name: words.settings.undoSend }).click();
  await page.getByRole('option', { name: words.settings.undoSeconds(seconds), exact: true }).click();
  await expect(page.getByRole('button', { name: words.settings.undoSeconds(seconds) })).toBeVisible();
}

async function sendNew(
  page: Page,
  words: Catalogue,
  language: Language,
  { from, to }: { readonly from: typeof ALICE | typeof BOB; readonly to: string },
): Promise<void> {
  await page.getByRole('button', { name: words.commands.compose }).click();
  const composer = page.getByRole('dialog');
  await composer.getByRole('button', { name: words.compose.from }).click();
  await page.getByRole('option', { name: from }).click();
  const recipient = composer.getByRole('combobox', { name: words.compose.to, exact: true });
  await recipient.fill(to);
  await recipient.press('Enter');
  await composer.getByLabel(words.compose.subject).fill(letters[language][from][0]);
  await composer.getByLabel(words.compose.message).click();
  await page.keyboard.insertText(letters[language][from][1]);
  await composer.getByRole('button', { name: words.compose.send, exact: true }).click();
  await expect(composer).toHaveCount(0);
  await goTo(page, words.app.outbox);
}
