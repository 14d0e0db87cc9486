import { once } from 'node:events';
import type { ImapFlow } from 'imapflow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDemoWorld } from '../../../main/demo/createDemoWorld.ts';
import type { DemoWorld } from '../../../main/demo/demoTypes.ts';
import { connectImapFlow, present } from './imapflowClient.ts';

const message = (subject: string, more = ''): string =>
  `From: Alice <alice@crepes.fr>\r\nTo: bob@hamburger.edu\r\nSubject: ${subject}\r\n` +
  `Message-ID: <${subject.replace(/\W/g, '')}@test>\r\nDate: Sat, 14 Nov 2026 09:00:00 +0100\r\n${more}\r\nBonjour!\r\n`;

describe('the demo world by imapflow', () => {
  let world: DemoWorld;
  let client: ImapFlow;

  beforeEach(async () => {
    world = createDemoWorld({ seed: 'empty' });
    await world.start();
    client = await connectImapFlow(world, 'alice@crepes.fr', { qresync: true });
  });
  afterEach(async () => {
    client.close();
    await world.stop();
  });

  it('lists folders with their roles and status', async () => {
    await client.mailboxCreate('레시피/크레페 & co');
    const folders = await client.list({ statusQuery: { messages: true, unseen: true } });
    expect(folders.map(({ path, specialUse, subscribed }) => ({ path, specialUse, subscribed }))).toEqual(
      expect.arrayContaining([
        { path: 'INBOX', specialUse: '\\Inbox', subscribed: true },
        { path: 'Sent', specialUse: '\\Sent', subscribed: true },
        { path: '레시피/크레페 & co', specialUse: undefined, subscribed: true },
      ]),
    );
    expect(folders.find(({ path }) => path === 'INBOX')?.status).toMatchObject({ messages: 0, unseen: 0 });
  });

  it('appends, fetches, flags, searches, moves and expunges', async () => {
    const appended = present(
      await client.append('INBOX', message('Buckwheat'), ['\\Flagged'], new Date('2026-11-14T08:00:00Z')),
    );
    await client.append('INBOX', message('=?utf-8?B?66mU67CA?='), []);
    await client.mailboxOpen('INBOX');
    const fetched = present(
      await client.fetchOne(
        '1',
        {
          uid: true,
          flags: true,
          envelope: true,
          bodyStructure: true,
          source: true,
          size: true,
          internalDate: true,
        },
        {},
      ),
    );
    expect({
      uid: fetched.uid,
      flags: [...(fetched.flags ?? [])].filter((flag) => flag !== '\\Recent'),
      subject: fetched.envelope?.subject,
      from: fetched.envelope?.from,
      type: fetched.bodyStructure?.type,
      source: fetched.source?.toString(),
      date: fetched.internalDate,
    }).toEqual({
      uid: appended.uid,
      flags: ['\\Flagged'],
      subject: 'Buckwheat',
      from: [{ name: 'Alice', address: 'alice@crepes.fr' }],
      type: 'text/plain',
      source: message('Buckwheat'),
      date: new Date('2026-11-14T08:00:00Z'),
    });
    expect(await client.search({ subject: '메밀' }, { uid: true })).toEqual([2]);
    expect(await client.search({ or: [{ flagged: true }, { body: 'nothing' }] }, { uid: true })).toEqual([1]);
    await client.messageFlagsAdd('1:2', ['\\Seen', '$Forwarded']);
    expect(await client.search({ keyword: '$Forwarded', seen: true })).toEqual([1, 2]);
    const moved = present(await client.messageMove('1', 'Archive'));
    expect(moved.uidMap).toEqual(new Map([[1, 1]]));
    await client.messageDelete('1');
    expect(await client.status('INBOX', { messages: true })).toMatchObject({ messages: 0 });
    expect(await client.status('Archive', { messages: true, unseen: true })).toMatchObject({
      messages: 1,
      unseen: 0,
    });
  });

  it('tells an idling client what another one does', async () => {
    await client.mailboxOpen('INBOX');
    const idling = client.idle();
    const other = await connectImapFlow(world, 'alice@crepes.fr');
    const arrived = once(client, 'exists');
    await other.append('INBOX', message('News'), []);
    expect(await arrived).toMatchObject([{ path: 'INBOX', count: 1, prevCount: 0 }]);
    await other.mailboxOpen('INBOX');
    const flagged = once(client, 'flags');
    await other.messageFlagsAdd('1', ['\\Seen']);
    const [flags] = (await flagged) as [{ seq: number; flags: Set<string> }];
    expect(flags.seq).toBe(1);
    expect(flags.flags.has('\\Seen')).toBe(true);
    const gone = once(client, 'expunge');
    await other.messageDelete('1');
    expect(await gone).toMatchObject([{ path: 'INBOX', vanished: true }]);
    await client.noop();
    await idling;
    await other.logout();
  });

  it('brings a returning client up to date (CONDSTORE and QRESYNC)', async () => {
    for (const name of ['one', 'two', 'three']) await client.append('INBOX', message(name), []);
    const before = await client.mailboxOpen('INBOX');
    const modseq = present(before.highestModseq);
    await client.messageFlagsAdd('2', ['\\Seen']);
    await client.messageDelete('3');
    const changed = [];
    for await (const each of client.fetch('1:*', { flags: true }, { changedSince: modseq }))
      changed.push(each.uid);
    expect(changed).toEqual([2]);
    await client.logout();

    client = await connectImapFlow(world, 'alice@crepes.fr', { qresync: true });
    const vanished: number[] = [];
    client.on('expunge', (event: { uid?: number }) => vanished.push(present(event.uid)));
    const flags: number[] = [];
    client.on('flags', (event: { uid?: number }) => flags.push(present(event.uid)));
    const options = { changedSince: modseq, uidValidity: before.uidValidity };
    await client.mailboxOpen('INBOX', options as object);
    expect({ vanished, flags }).toEqual({ vanished: [3], flags: [2] });
  });

  it('refuses a store whose message has changed', async () => {
    await client.append('INBOX', message('one'), []);
    const { highestModseq } = await client.mailboxOpen('INBOX');
    await client.messageFlagsAdd('1', ['\\Seen']);
    await client.messageFlagsAdd('1', ['\\Flagged'], { unchangedSince: present(highestModseq) });
    const after = present(await client.fetchOne('1', { flags: true }));
    expect(after.flags?.has('\\Flagged')).toBe(false);
  });
});
