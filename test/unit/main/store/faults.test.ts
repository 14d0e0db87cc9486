import { describe, expect, it } from 'vitest';
import type { MessageStore } from '../../../../main/engine/store/MessageStore.ts';
import { StoreError } from '../../../../main/engine/store/StoreError.ts';
import type { FaultKind } from './MemoryFileSystem.ts';
import { MemoryFileSystem } from './MemoryFileSystem.ts';
import { contents, message, openStore, sha256, steps } from './storeScenario.ts';

const seeded = (seed: number) => {
  let state = seed * 2654435761 + 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
};

/** Runs the scenario over one fault; a step that fails is tried again after reopening where that is needed. */
const runOver = async (
  disk: MemoryFileSystem,
): Promise<{ acknowledged: Set<string>; store: MessageStore | undefined }> => {
  const acknowledged = new Set<string>();
  let store: MessageStore | undefined;
  for (const step of steps) {
    try {
      store ??= await openStore(disk);
      await step.run(store);
      acknowledged.add(step.name);
    } catch (error) {
      expect(error).toBeInstanceOf(StoreError);
      if (store?.poisoned === true) {
        await store.close();
        store = undefined;
      }
    }
  }
  return { acknowledged, store };
};

const count = (names: readonly string[], wanted: string): number =>
  names.filter((name) => name === wanted).length;

/** Acknowledged is there, byte-equal; nothing is there twice; whatever is there is a message that was sent. */
const checkInvariants = async (store: MessageStore, acknowledged: ReadonlySet<string>): Promise<void> => {
  const seen = await contents(store); // reads and verifies every byte
  const inbox = seen['Inbox'] ?? [];
  const sorted = seen['Sorted'] ?? [];
  const everywhere = [...inbox, ...sorted].map((one) => one.sha256);
  const sent = Array.from({ length: 10 }, (_, at) => sha256(message(at + 1)));
  expect(everywhere.filter((hash) => !sent.includes(hash))).toEqual([]);
  for (const hash of sent) expect(count(everywhere, hash)).toBeLessThanOrEqual(1);
  const received = { 'receive 1-4': [1, 2, 3, 4], 'receive 5-8': [5, 6, 7, 8], 'receive 9-10': [9, 10] };
  for (const [name, numbers] of Object.entries(received)) {
    if (!acknowledged.has(name)) continue;
    for (const number of numbers) {
      const hash = sha256(message(number));
      // Message 3 may be expunged without the acknowledgement having come through, but never the others.
      if (number !== 3) expect(count(everywhere, hash)).toBe(1);
      expect(store.witness(`uidl-${number}`)?.sha256).toBe(hash);
    }
  }
  for (const number of [1, 2, 3, 4]) {
    if (acknowledged.has('deleted on server 1-4'))
      expect(store.witness(`uidl-${number}`)?.state).toBe('deleted');
  }
  if (acknowledged.has('receive 1-4')) {
    const of = (number: number) =>
      [...inbox, ...sorted].find((one) => one.sha256 === sha256(message(number)));
    if (acknowledged.has('flag 1')) expect(of(1)?.flags).toEqual(['\\Seen']);
    if (acknowledged.has('move 2')) expect(sorted.map((one) => one.sha256)).toContain(sha256(message(2)));
    if (acknowledged.has('expunge 3')) expect(of(3)).toBeUndefined();
  }
  const { damaged } = await store.verify();
  expect(damaged).toEqual([]);
  for (const folder of store.folders()) {
    const uids = store.messages(folder.id).map((one) => one.uid);
    expect(new Set(uids).size).toBe(uids.length);
    expect(folder.uidNext).toBeGreaterThan(Math.max(0, ...uids));
  }
};

/** A client without memory of the crash: what the store lacks is received again, and then everything is there once. */
const collectAgain = async (store: MessageStore): Promise<void> => {
  const inbox =
    store.folders().find((one) => one.name === 'Inbox') ?? (await store.createFolder({ name: 'Inbox' }));
  for (let number = 1; number <= 10; number += 1) {
    if (store.hasWitness(`uidl-${number}`)) continue;
    const item = { folder: inbox.id, flags: [], receivedAtMs: 1, witness: `uidl-${number}` };
    expect(await store.storeMessage(message(number), item)).toMatchObject({ status: 'stored' });
  }
};

const cleanCalls = async (): Promise<number> => {
  const disk = new MemoryFileSystem();
  const { acknowledged, store } = await runOver(disk);
  expect([...acknowledged]).toEqual(steps.map((step) => step.name));
  await store?.close();
  return disk.calls;
};

describe('the store with a fault at every call to the disk', () => {
  it.each<[FaultKind, number]>([
    ['EIO', 1],
    ['ENOSPC', 1],
    ['shortWrite', 1],
    ['powerCut', 4],
  ])('%s', { timeout: 60_000 }, async (kind, seeds) => {
    const calls = await cleanCalls();
    expect(calls).toBeGreaterThan(80);
    for (let atCall = 1; atCall <= calls; atCall += 1) {
      for (let seed = 1; seed <= seeds; seed += 1) {
        const disk = new MemoryFileSystem(seeded(atCall * 31 + seed));
        disk.fault = { atCall, kind };
        const { acknowledged, store } = await runOver(disk);
        if (kind !== 'powerCut' && store !== undefined) await checkInvariants(store, acknowledged);
        if (kind === 'shortWrite') expect(acknowledged.size).toBe(steps.length);
        for (const after of kind === 'powerCut'
          ? [disk.powerCut()]
          : [disk.processKilled(), disk.powerCut()]) {
          const reopened = await openStore(after);
          await checkInvariants(reopened, acknowledged);
          const once = await contents(reopened);
          await reopened.close();
          const twice = await openStore(after);
          expect(await contents(twice)).toEqual(once);
          expect(twice.opening.journal.tornBytes).toBe(0);
          await collectAgain(twice);
          const final = await openStore(after.powerCut());
          await checkInvariants(final, acknowledged);
          expect(final.witnesses().length).toBe(10);
        }
      }
    }
  });
});
