import { beforeEach, expect, test } from 'vitest';
import type { HostApi } from '../../../../preload/contract/index.ts';
import type { NaruDatabase } from '../../../../renderer/db/openDatabase.ts';
import { body, message } from '../../../../renderer/db/queries/messageQueries.ts';
import { BodyFetcher } from '../../../../renderer/sync/BodyFetcher.ts';
import { syncFolder } from '../../../../renderer/sync/syncFolder.ts';
import type { SyncPorts } from '../../../../renderer/sync/SyncPorts.ts';
import { FakeMailHost } from './FakeMailHost.ts';
import { bodyUids, forgetBodies, inbox, openTestDatabase, uid } from './fixtures.ts';

let database: NaruDatabase;
let host: FakeMailHost;
let fetcher: BodyFetcher;
let ports: SyncPorts;
const signal = new AbortController().signal;
const never = () => false;
const bodies = async () => (await bodyUids(database)).length;
const fetches = () => host.calls.filter((method) => method === 'mail.fetchBodies').length;

beforeEach(async () => {
  database = await openTestDatabase();
  host = new FakeMailHost();
  const folder = host.addFolder('INBOX', 'inbox');
  for (let count = 0; count < 30; count += 1) folder.add();
  const clock = { now: () => 0, wait: () => Promise.resolve() };
  ports = { database, api: host.api, clock, newOperationId: () => 'op' };
  await syncFolder(ports, inbox, { signal, shouldYield: () => false });
  fetcher = new BodyFetcher(ports);
});

test('calls for one message share one request; a body that is there asks nobody', async () => {
  await Promise.all([fetcher.ensure(inbox, uid(3)), fetcher.ensure(inbox, uid(3))]);
  await fetcher.ensure(inbox, uid(3));
  const row = await message(database, inbox, uid(3));
  expect({
    fetches: fetches(),
    text: (await body(database, inbox, uid(3)))?.body.text,
    preview: row?.preview,
    hasBody: row?.hasBody,
  }).toEqual({ fetches: 1, text: 'Body of 3', preview: 'Body of 3', hasBody: true });
});

test('a message that is gone, or a folder renumbered meanwhile, gives a reason and stores nothing', async () => {
  host.folders.get('INBOX')?.expunge(3);
  await expect(fetcher.ensure(inbox, uid(3))).rejects.toMatchObject({ code: 'mail.messageGone' });
  host.folders.get('INBOX')?.renumber();
  await expect(fetcher.ensure(inbox, uid(4))).rejects.toMatchObject({ code: 'mail.uidValidityChanged' });
  expect(await bodies()).toBe(0);
});

test('prefetch goes newest first in sets that overlap, passes over what is gone, and ends', async () => {
  for (let count = 0; count < 300; count += 1) host.folders.get('INBOX')?.add();
  await syncFolder(ports, inbox, { signal, shouldYield: () => false });
  host.folders.get('INBOX')?.expunge(330);
  const asked: { uids: readonly number[]; stored: Promise<number> }[] = [];
  const api = {
    ...host.api,
    'mail.fetchBodies': (params, options) => {
      asked.push({ uids: params.uids, stored: bodies() });
      return host.api['mail.fetchBodies'](params, options);
    },
  } satisfies HostApi;
  fetcher = new BodyFetcher({ ...ports, api });
  expect(await fetcher.prefetch(inbox, signal, never)).toBe('done');
  expect({
    sets: asked.map(({ uids }) => [Math.max(...uids), uids.length]),
    // The second question does not wait for the first answer.
    stored: await Promise.all(asked.slice(0, 2).map(({ stored }) => stored)),
    held: await bodies(),
  }).toEqual({
    sets: [
      [330, 100],
      [230, 100],
      [130, 100],
      [30, 30],
    ],
    stored: [0, 0],
    held: 329,
  });
  // What was not answered is not asked for again.
  expect(await fetcher.prefetch(inbox, signal, never)).toBe('done');
  expect(asked).toHaveLength(4);
});

test('prefetch gives way between sets, and goes on where it was; a full disk ends it', async () => {
  for (let count = 0; count < 300; count += 1) host.folders.get('INBOX')?.add();
  await syncFolder(ports, inbox, { signal, shouldYield: () => false });
  let sets = 0;
  expect(await fetcher.prefetch(inbox, signal, () => (sets += 1) > 1)).toBe('more');
  expect(await bodies()).toBe(100);
  fetcher = new BodyFetcher({ ...ports, hasRoom: () => Promise.resolve(false) });
  expect([await fetcher.prefetch(inbox, signal, never), await bodies()]).toEqual(['done', 100]);
  fetcher = new BodyFetcher(ports);
  expect([await fetcher.prefetch(inbox, signal, never), await bodies()]).toEqual(['done', 330]);
});

test('what the person opens ends a set under way; the set comes again later', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  host.beforeAnswer = () => (fetches() === 1 ? held : Promise.resolve());
  const background = fetcher.prefetch(inbox, signal, never);
  while (fetches() === 0) await new Promise((resolve) => setTimeout(resolve));
  const foreground = fetcher.ensure(inbox, uid(1));
  while (fetches() === 1) await new Promise((resolve) => setTimeout(resolve));
  await foreground;
  release();
  expect([await background, await bodies()]).toEqual(['more', 1]);
  expect(await fetcher.prefetch(inbox, signal, never)).toBe('done');
  expect(await bodies()).toBe(30);
});

test('a charset the person chose is kept with the message through syncs, and asked for again when its body is gone', async () => {
  const shown = async () => {
    const row = await message(database, inbox, uid(3));
    const text = (await body(database, inbox, uid(3)))?.body.text;
    return { charset: row?.charset, subject: row?.summary.subject, preview: row?.preview, text };
  };
  const before = (await message(database, inbox, uid(3)))?.summary.subject;
  const inKorean = {
    charset: 'euc-kr',
    subject: 'Subject of 3 in euc-kr',
    preview: 'Body of 3 in euc-kr',
    text: 'Body of 3 in euc-kr',
  };
  await fetcher.readAs(inbox, uid(3), 'euc-kr');
  expect(await shown()).toEqual(inKorean);

  host.folders.get('INBOX')?.setFlags(3, ['\\Seen']);
  await forgetBodies(database);
  await syncFolder(ports, inbox, { signal, shouldYield: () => false });
  await fetcher.ensure(inbox, uid(3));
  expect(await shown()).toEqual(inKorean);

  await fetcher.readAs(inbox, uid(3), null);
  expect(await shown()).toEqual({
    charset: undefined,
    subject: before,
    preview: 'Body of 3',
    text: 'Body of 3',
  });
});

test('a choice for a message that is gone changes nothing', async () => {
  host.folders.get('INBOX')?.expunge(3);
  await expect(fetcher.readAs(inbox, uid(3), 'big5')).rejects.toMatchObject({ code: 'mail.messageGone' });
  expect((await message(database, inbox, uid(3)))?.charset).toBeUndefined();
});
