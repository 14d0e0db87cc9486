import { describe, expect, it } from 'vitest';
import { StoreError } from '../../../../main/engine/store/StoreError.ts';
import type { CommitItem } from '../../../../main/engine/store/storeTypes.ts';
import type { FaultKind } from './MemoryFileSystem.ts';
import { MemoryFileSystem } from './MemoryFileSystem.ts';
import { openStore, sha256 } from './storeScenario.ts';

/** Larger than the writer's buffer in sum, so that writes, syncs, aborts and commits interleave. */
const bytesOf = (number: number): Buffer =>
  Buffer.from(`Subject: ${number}\n\n${`From ${number} `.repeat(14_000)}`);
const hashes = new Map(Array.from({ length: 18 }, (_, number) => [number, sha256(bytesOf(number))]));

/** As POP3 does it: the next messages stream in while the group before is being committed; every 5th is given up. */
const collect = async (disk: MemoryFileSystem): Promise<Set<number>> => {
  const stored = new Set<number>();
  const commits: Promise<void>[] = [];
  const failed = (error: unknown): void => expect(error).toBeInstanceOf(StoreError);
  const run = async (): Promise<void> => {
    const store = await openStore(disk, 64 * 1024 * 1024);
    const folder = (await store.createFolder({ name: 'Inbox' })).id;
    let group: { number: number; item: CommitItem }[] = [];
    for (const number of hashes.keys()) {
      const append = await store.beginAppend();
      try {
        const bytes = bytesOf(number);
        for (let at = 0; at < bytes.length; at += 100_000)
          await append.write(bytes.subarray(at, at + 100_000));
        if (number % 5 === 4) await append.abort();
        else
          group.push({
            number,
            item: { staged: await append.finish(), folder, flags: [], receivedAtMs: 1, witness: `${number}` },
          });
      } catch (error) {
        failed(error);
        await append.abort().catch(failed);
      }
      if (number % 3 === 2) {
        const committing = group;
        group = [];
        const acknowledge = () => committing.forEach((one) => stored.add(one.number));
        commits.push(store.commit(committing.map((one) => one.item)).then(acknowledge, failed));
      }
    }
  };
  await run().catch(failed);
  await Promise.all(commits);
  return stored;
};

describe('receiving while committing, with a fault at every call', () => {
  it.each<FaultKind>(['EIO', 'ENOSPC', 'shortWrite', 'powerCut'])(
    '%s',
    { timeout: 120_000 },
    async (kind) => {
      const clean = new MemoryFileSystem();
      expect((await collect(clean)).size).toBe(15);
      for (let atCall = 1; atCall <= clean.calls; atCall += 1) {
        let seed = atCall * 977;
        const disk = new MemoryFileSystem(() => (seed = (seed * 48271) % 2147483647) / 2147483647);
        disk.fault = { atCall, kind };
        const stored = await collect(disk);
        disk.fault = undefined;
        const store = await openStore(disk.powerCut(), 64 * 1024 * 1024);
        const { damaged } = await store.verify();
        const [inbox] = store.folders();
        const held = inbox === undefined ? [] : store.messages(inbox.id).map((one) => one.sha256);
        const lost = [...stored].filter((number) => !held.includes(hashes.get(number) ?? ''));
        expect({ atCall, damaged, lost, doubled: held.length - new Set(held).size }).toEqual({
          atCall,
          damaged: [],
          lost: [],
          doubled: 0,
        });
        if (kind === 'shortWrite') expect(stored.size).toBe(15);
      }
    },
  );
});
