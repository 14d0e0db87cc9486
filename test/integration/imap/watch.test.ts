import type { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../../main/engine/ports.ts';
import { FaultProxy } from '../../servers/faultProxy.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';
import {
  folder,
  INBOX,
  inFolder,
  openSecondClient,
  openSource,
  settings,
  systemClock,
} from './imapHarness.ts';

/** Timers of half a minute and less end after a fiftieth of it: rotation without waiting. */
const hurried: Clock = {
  now: () => systemClock.now(),
  setTimer: (ms, run) => systemClock.setTimer(ms / 50, run),
};

/** Collects hints and lets a test wait for one. */
class Hints {
  readonly seen: string[] = [];
  #waiting: { readonly path: string; readonly resolve: () => void }[] = [];

  readonly add = (path: string): void => {
    this.seen.push(path);
    for (const { resolve } of this.#waiting.filter((waiter) => waiter.path === path)) resolve();
    this.#waiting = this.#waiting.filter((waiter) => waiter.path !== path);
  };

  next(path: string): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ path, resolve }));
  }
}

const message = 'Subject: news\r\n\r\nx\r\n';

describe.skipIf(!isAvailable()).each([
  ['NOTIFY', '', 3],
  ['IDLE, no NOTIFY', 'IMAP4rev1 IDLE UIDPLUS CONDSTORE QRESYNC ENABLE MOVE LIST-EXTENDED SPECIAL-USE', 3],
  ['no IDLE', 'IMAP4rev1', 3],
  ['one connection only', '', 1],
])('watching with %s', (_name, imapCapability, connectionLimit) => {
  let server: MailServer;
  let second: ImapFlow;
  let proxy: FaultProxy;

  beforeAll(async () => {
    server = await startMailServer({ imapCapability });
    second = await openSecondClient(server, 'alice');
    await second.mailboxCreate('Lists');
    proxy = await FaultProxy.start({ host: server.host, port: server.ports.imap });
  });
  afterAll(async () => {
    await second.logout();
    await proxy.stop();
    await server.stop();
  });

  it('hints at arrivals and flags, in the first folder and the others, also after the connection broke', async () => {
    const { source } = openSource(settings(server, 'alice', { port: proxy.port }), 'alice-secret', {
      connectionLimit,
      clock: hurried,
    });
    const hints = new Hints();
    try {
      source.watch([INBOX, folder('Lists')], hints.add);
      // What is there at the beginning is no news; the second append is, whenever watching began.
      const inbox = hints.next('INBOX');
      await appendUntil(hints, 'INBOX');
      await inbox;
      const lists = hints.next('Lists');
      await appendUntil(hints, 'Lists');
      await lists;
      const flagged = hints.next('INBOX');
      await inFolder(second, 'INBOX', () => second.messageFlagsAdd('1', ['\\Seen'], { uid: true }));
      await flagged;

      await proxy.cutAll();
      const again = hints.next('INBOX');
      await second.append('INBOX', message);
      await again;
    } finally {
      await source.close();
    }
    const before = hints.seen.length;
    await second.append('INBOX', message);
    await second.noop();
    expect(hints.seen.length).toBe(before);
  });

  /** The watcher needs to have looked once before it can tell a difference. */
  async function appendUntil(hints: Hints, path: string): Promise<void> {
    const heard = hints.next(path);
    let done = false;
    const stop = heard.then(() => {
      done = true;
    });
    while (!done) {
      await second.append(path, message);
      await Promise.race([stop, new Promise((resolve) => setTimeout(resolve, 200))]);
    }
  }
});

describe.skipIf(!isAvailable())('an idle account', () => {
  it('says that its server went away, and that it is back', async () => {
    const server = await startMailServer();
    const { source, statuses } = openSource(settings(server, 'alice'), 'alice-secret', { clock: hurried });
    const reported = async (status: string): Promise<void> => {
      await expect.poll(() => statuses.at(-1)?.status, { timeout: 20_000 }).toBe(status);
    };
    try {
      source.watch([INBOX], () => undefined);
      await reported('online');
      await server.stopListening();
      await reported('offline');
      expect(statuses.at(-1)?.error?.code).toMatch(/^network\./);
      await server.startListening();
      await reported('online');
    } finally {
      await source.close();
      await server.stop();
    }
  });
});
