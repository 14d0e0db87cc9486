import type { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SyncBatch } from '../../../preload/contract/index.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';
import { CachedFolder } from './CachedFolder.ts';
import { folder, inFolder, openSecondClient, openSource, settings, type Harness } from './imapHarness.ts';

/** What the second client sees: UID -> flags. */
async function onServer(client: ImapFlow, path: string): Promise<[number, string[]][]> {
  return inFolder(client, path, async () => {
    if (client.mailbox === false || client.mailbox.exists === 0) return [];
    const all = await client.fetchAll('1:*', { uid: true, flags: true });
    return all
      .map(({ uid, flags }): [number, string[]] => [
        uid,
        [...(flags ?? [])].filter((flag) => flag !== '\\Recent').sort(),
      ])
      .sort((left, right) => left[0] - right[0]);
  });
}

const kinds = [
  { name: 'with QRESYNC', imapCapability: '' },
  {
    name: 'with CONDSTORE alone',
    imapCapability:
      'IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ CONDSTORE UIDPLUS MOVE ESEARCH UNSELECT',
  },
  { name: 'with nothing but IMAP4rev1', imapCapability: 'IMAP4rev1' },
];

describe.skipIf(!isAvailable()).each(kinds)('syncing a server $name', ({ imapCapability }) => {
  let server: MailServer;
  let second: ImapFlow;
  let harness: Harness;

  beforeAll(async () => {
    server = await startMailServer({ imapCapability });
    second = await openSecondClient(server, 'alice');
    // Dovecot makes the user's directory, as the user it runs as; fillMailbox would make it as whoever tests.
    await second.mailboxCreate('Home');
    harness = openSource(settings(server, 'alice'), server.password('alice'));
  });
  afterAll(async () => {
    await harness.source.close();
    await second.logout();
    await server.stop();
  });

  const append = (path: string, count: number, mark: string): Promise<void> =>
    (async () => {
      for (let index = 0; index < count; index += 1)
        await second.append(
          path,
          `Subject: ${mark} ${index}\r\nMessage-ID: <${mark}-${index}@x.test>\r\n\r\nhello\r\n`,
        );
    })();

  it('brings 2,000 messages newest first, step by step, then has nothing to do', async () => {
    server.fillMailbox('alice', 2000);
    const cache = new CachedFolder(harness.source, folder('INBOX'));
    const all = await cache.sync(300);
    // The last answer is never one that was read ahead (StepAhead): one more question, which brings nothing.
    const steps = all.filter(({ added }) => added.length > 0);
    expect(all.length - steps.length).toBe(1);
    for (const step of all) expect(SyncBatch.parse(step)).toEqual(step);
    const tops = steps.map(({ added }) => Math.max(...added.map(({ uid }) => uid)));
    expect(tops).toEqual([...tops].sort((left, right) => right - left));
    expect(steps.map(({ added }) => added.length)).toEqual([300, 300, 300, 300, 300, 300, 200]);
    expect(steps.map(({ progress }) => progress)).toEqual(
      [300, 600, 900, 1200, 1500, 1800, 2000].map((done) => ({ done, total: 2000 })),
    );
    expect(cache.state()).toEqual(await onServer(second, 'INBOX'));
    expect(all.at(-1)?.counts).toEqual({ total: 2000, unseen: 2000 });

    const [idle, ...rest] = await cache.sync();
    expect(rest).toEqual([]);
    expect(idle).toMatchObject({
      reset: false,
      added: [],
      vanished: '',
      more: false,
      nextCursor: cache.cursor,
    });
    expect(cache.state()).toEqual(await onServer(second, 'INBOX'));
  });

  it('sees flags, arrivals and expunges of another client', async () => {
    await second.mailboxCreate('Work');
    await append('Work', 20, 'first');
    const cache = new CachedFolder(harness.source, folder('Work'));
    await cache.sync();
    await inFolder(second, 'Work', async () => {
      await second.messageFlagsAdd('3,5', ['\\Seen', '$Label1'], { uid: true });
      await second.messageFlagsAdd('7', ['\\Flagged'], { uid: true });
    });
    await cache.sync();
    expect(cache.state()).toEqual(await onServer(second, 'Work'));

    await inFolder(second, 'Work', () => second.messageDelete('2,9:12', { uid: true }));
    await cache.sync();
    expect(cache.state()).toEqual(await onServer(second, 'Work'));

    // As many arrive as go: the count alone tells nothing.
    await inFolder(second, 'Work', () => second.messageDelete('1,4', { uid: true }));
    await append('Work', 2, 'second');
    const steps = await cache.sync();
    expect(cache.state()).toEqual(await onServer(second, 'Work'));
    expect(steps.flatMap(({ added }) => added.map(({ subject }) => subject)).sort()).toEqual([
      'second 0',
      'second 1',
    ]);
  });

  it('fills a wide gap of arrivals from the top', async () => {
    await second.mailboxCreate('Wide');
    await append('Wide', 5, 'old');
    const cache = new CachedFolder(harness.source, folder('Wide'));
    await cache.sync();
    await append('Wide', 30, 'new');
    const steps = await cache.sync(10);
    expect(cache.state()).toEqual(await onServer(second, 'Wide'));
    expect(Math.min(...(steps[0]?.added ?? []).map(({ uid }) => uid))).toBeGreaterThan(20);
  });

  it('begins anew when the folder was deleted and made again', async () => {
    await second.mailboxCreate('Again');
    await append('Again', 3, 'before');
    const cache = new CachedFolder(harness.source, folder('Again'));
    await cache.sync();
    const before = cache.uidValidity;
    await second.mailboxOpen('INBOX');
    await second.mailboxDelete('Again');
    await second.mailboxCreate('Again');
    await append('Again', 2, 'after');
    const [first] = await cache.sync();
    expect(first?.reset).toBe(true);
    expect(cache.uidValidity).not.toBe(before);
    expect([...cache.rows.values()].map(({ subject }) => subject).sort()).toEqual(['after 0', 'after 1']);
  });

  it('empties the cache when everything is expunged', async () => {
    await second.mailboxCreate('Empty');
    await append('Empty', 4, 'gone');
    const cache = new CachedFolder(harness.source, folder('Empty'));
    await cache.sync();
    await inFolder(second, 'Empty', () => second.messageDelete('1:*', { uid: true }));
    const steps = await cache.sync();
    expect(cache.state()).toEqual([]);
    expect(steps.at(-1)?.counts).toEqual({ total: 0, unseen: 0 });
  });
});
