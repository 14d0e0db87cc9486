import { expect, it } from 'vitest';
import type { MessageStore } from '../../../../main/engine/store/MessageStore.ts';
import { StoreUpkeep, UPKEEP_EVERY_MS } from '../../../../main/engine/store/StoreUpkeep.ts';
import type { VerifyReport } from '../../../../main/engine/store/storeTypes.ts';
import { FakeClock } from '../outbox/outboxFixture.ts';
import { MemoryFileSystem } from './MemoryFileSystem.ts';
import { openStore, sha256 } from './storeScenario.ts';

const large = (number: number): Buffer => Buffer.from(`Subject: ${number}\r\n\r\n${'x'.repeat(100_000)}`);
const limit = 64 * 1024 * 1024;

const fill = async (disk: MemoryFileSystem) => {
  const store = await openStore(disk, limit);
  const folder = (await store.createFolder({ name: 'Inbox', role: 'inbox' })).id;
  for (let number = 1; number <= 10; number += 1)
    await store.storeMessage(large(number), { folder, flags: [], receivedAtMs: number });
  return { store, folder };
};
const start = (store: MessageStore) => {
  const clock = new FakeClock();
  const reports: VerifyReport[] = [];
  const upkeep = new StoreUpkeep({
    store,
    clock,
    logger: { log: () => undefined },
    onDamage: (report) => reports.push(report),
  });
  /** One look, waited for: the next timer is set when it is over. */
  const look = async (): Promise<void> => {
    clock.advance(UPKEEP_EVERY_MS);
    await clock.asleep();
  };
  return { upkeep, look, reports };
};

it('gives back the space of deleted mail once nothing has changed for a while', async () => {
  const disk = new MemoryFileSystem();
  const { store, folder } = await fill(disk);
  const { upkeep, look, reports } = start(store);
  const uids = store.messages(folder).map(({ uid }) => uid);
  await store.expunge(folder, uids.slice(2));
  await look();
  expect(disk.paths()).toContain('/store/mail/000001.mbox');
  await look();
  expect(disk.paths()).not.toContain('/store/mail/000001.mbox');
  expect(disk.bytesOf('/store/mail/000002.mbox').length).toBeLessThan(250_000);
  for (const [at, uid] of uids.slice(0, 2).entries())
    expect(sha256(await store.readMessage(folder, uid))).toBe(sha256(large(at + 1)));
  expect(reports).toEqual([]);
  await upkeep.stop();
});

it('reports damaged and missing mail with its places, puts it out of use and deletes nothing', async () => {
  const disk = new MemoryFileSystem();
  const { store, folder } = await fill(disk);
  const other = (await store.createFolder({ name: 'Other' })).id;
  const [first, second, third] = store.messages(folder).map(({ uid }) => uid);
  if (first === undefined || second === undefined || third === undefined) throw new Error('no mail');
  const [copied] = await store.copy(folder, [second], other);
  disk.overwrite('/store/mail/000001.mbox', 100_500, Buffer.from('rot'));
  await store.expunge(
    folder,
    store
      .messages(folder)
      .slice(2)
      .map(({ uid }) => uid),
  );
  const { upkeep, look, reports } = start(store);
  const before = sha256(disk.bytesOf('/store/mail/000001.mbox'));
  await look();
  expect(reports).toHaveLength(0); // compaction met the damage first and left everything as it was
  expect(sha256(disk.bytesOf('/store/mail/000001.mbox'))).toBe(before);
  const report = await store.verify();
  expect(report.damaged).toMatchObject([
    {
      kind: 'damaged',
      places: [
        { folder, uid: second },
        { folder: other, uid: copied?.to },
      ],
    },
  ]);
  await store.quarantine(report);
  await look();
  expect(reports).toHaveLength(1);
  expect(sha256(disk.bytesOf('/store/mail/000001.mbox'))).toBe(before);
  await upkeep.stop();
  await store.close();

  await disk.remove('/store/mail/000001.mbox');
  const again = await openStore(disk, limit);
  expect((await again.verify()).damaged.map(({ kind }) => kind)).toEqual(['missing', 'missing']);
  expect(again.messages(folder)).toHaveLength(2);
});

it('copies once what is asked for twice under one name, also after reopening and a rewritten journal', async () => {
  const disk = new MemoryFileSystem();
  const { store, folder } = await fill(disk);
  const other = (await store.createFolder({ name: 'Other' })).id;
  const uids = store
    .messages(folder)
    .slice(0, 3)
    .map(({ uid }) => uid);
  const made = await store.copy(folder, uids, other, 'op-1');
  expect(await store.copy(folder, uids, other, 'op-1')).toEqual(made);
  await store.close();
  const reopened = await openStore(disk.powerCut(), limit);
  expect(await reopened.copy(folder, uids, other, 'op-1')).toEqual(made);
  await reopened.compactJournal();
  expect(await reopened.copy(folder, uids, other, 'op-1')).toEqual(made);
  expect(reopened.messages(other)).toHaveLength(3);
  await reopened.copy(folder, uids, other, 'op-2');
  expect(reopened.messages(other)).toHaveLength(6);
});
