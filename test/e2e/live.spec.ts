import { expect, test, type Page } from '@playwright/test';
import { ImapFlow } from 'imapflow';
import type { MailServer } from '../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../servers/startMailServer.ts';
import { addAccount } from './support/addAccount.ts';
import { MailPanes } from './support/mailPanes.ts';
import { NaruHost } from './support/naruHost.ts';

// Another client's change comes to the screen by itself. How soon is printed (milliseconds from the server's OK to
// the page's mutation); NARU_ROUNDS=50 gives percentiles worth quoting.
test.skip(!isAvailable(), 'Dovecot is not installed');

const ROUNDS = Number(process.env['NARU_ROUNDS'] ?? 5);
const MESSAGES = 500;
const WAIT_MS = 30_000;

type Wanted =
  /** A row of the list with this subject, and a star or none. */
  | { readonly kind: 'row'; readonly subject: string; readonly starred: boolean }
  /** The unread count beside a folder. */
  | { readonly kind: 'unread'; readonly folder: string; readonly count: number };

/** The wall clock's time at which the page came to show what is wanted. */
function whenShown(page: Page, wanted: Wanted): Promise<number> {
  return page.evaluate(
    ({ wanted: what, waitMs }) =>
      new Promise<number>((resolve, reject) => {
        const rows = (grid: string): Element[] => [
          ...document.querySelectorAll(`[role="${grid}"] [role="row"]`),
        ];
        const isThere = (): boolean => {
          if (what.kind === 'row') {
            const row = rows('grid').find((candidate) => candidate.textContent?.includes(what.subject));
            return (
              row !== undefined &&
              (row.querySelector('.n-message__mark--star, .n-message__line .n-message__star') !== null) ===
                what.starred
            );
          }
          const row = rows('treegrid').find((candidate) => candidate.textContent?.startsWith(what.folder));
          return row?.querySelector('.n-folder__count')?.textContent?.startsWith(String(what.count)) === true;
        };
        const look = (): void => {
          if (!isThere()) return;
          observer.disconnect();
          clearTimeout(timer);
          resolve(Date.now());
        };
        const observer = new MutationObserver(look);
        const timer = setTimeout(() => {
          observer.disconnect();
          reject(new Error(`not shown: ${JSON.stringify(what)}`));
        }, waitMs);
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true,
        });
        look();
      }),
    { wanted, waitMs: WAIT_MS },
  );
}

/** From the end of `change` to the screen, in milliseconds. */
async function delayOf(page: Page, wanted: Wanted, change: () => Promise<unknown>): Promise<number> {
  const shown = whenShown(page, wanted);
  await change();
  const changedAt = Date.now();
  return Math.max(0, (await shown) - changedAt);
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? 0;

const message = (subject: string): string =>
  `From: Carol <carol@example.test>\r\nTo: alice@example.test\r\nSubject: ${subject}\r\nDate: ${new Date().toUTCString()}\r\nMessage-ID: <${subject}@example.test>\r\n\r\nHello.\r\n`;

let server: MailServer;
let host: NaruHost;
let other: ImapFlow;

test.beforeAll(async () => {
  server = await startMailServer();
  server.fillMailbox('alice', MESSAGES, { seed: 5 });
  host = await NaruHost.start();
  other = new ImapFlow({
    host: server.host,
    port: server.ports.imaps,
    secure: true,
    logger: false,
    disableAutoIdle: true,
    auth: { user: server.address('alice'), pass: server.password('alice') },
    tls: { rejectUnauthorized: false },
  });
  await other.connect();
  await other.mailboxCreate('Lists');
  await other.mailboxSubscribe('Lists');
  await other.append('Lists', message('first'));
});
test.afterAll(async () => {
  await other.logout();
  await host.dispose();
  await server.stop();
});

test('what another client delivers and flags is shown, in the inbox and beside another folder', async ({
  page,
}) => {
  test.setTimeout(60_000 + ROUNDS * 3 * WAIT_MS);
  await page.goto(host.link);
  await page.getByRole('button', { name: 'Add your account' }).click();
  await addAccount(page, server, 'alice', 'imap');
  await page.getByRole('button', { name: 'Mail' }).first().click();
  const panes = new MailPanes(page);
  await panes.open(server.address('alice'), 'Inbox');
  await panes.expectCount(MESSAGES);
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('Up to date', {
    timeout: 60_000,
  });

  const figures: Record<string, number[]> = { delivered: [], flagged: [], otherFolder: [] };
  let unread = 1;
  await whenShown(page, { kind: 'unread', folder: 'Lists', count: unread });
  for (let round = 0; round < ROUNDS; round += 1) {
    const subject = `live-${round}-end`;
    figures['delivered']?.push(
      await delayOf(page, { kind: 'row', subject, starred: false }, () =>
        server.deliver(message(subject), server.address('alice')),
      ),
    );
    await other.mailboxOpen('INBOX');
    const uid = other.mailbox === false ? 0 : other.mailbox.uidNext - 1;
    figures['flagged']?.push(
      await delayOf(page, { kind: 'row', subject, starred: true }, () =>
        other.messageFlagsAdd(String(uid), ['\\Flagged'], { uid: true }),
      ),
    );
    unread += 1;
    figures['otherFolder']?.push(
      await delayOf(page, { kind: 'unread', folder: 'Lists', count: unread }, () =>
        other.append('Lists', message(`other-${round}`)),
      ),
    );
  }
  const result = Object.fromEntries(
    Object.entries(figures).map(([name, delays]) => [
      name,
      {
        n: delays.length,
        p50Ms: percentile(delays, 0.5),
        p95Ms: percentile(delays, 0.95),
        maxMs: Math.max(...delays),
      },
    ]),
  );
  console.log(JSON.stringify(result));
  const inbox = [...(figures['delivered'] ?? []), ...(figures['flagged'] ?? [])];
  console.log(
    JSON.stringify({
      inboxP95Ms: percentile(inbox, 0.95),
      otherFolderP95Ms: percentile(figures['otherFolder'] ?? [], 0.95),
    }),
  );
});
