import { describe, expect, it } from 'vitest';
import { BlobStore } from '../../../../main/engine/store/BlobStore.ts';
import type { FaultKind } from './MemoryFileSystem.ts';
import { MemoryFileSystem } from './MemoryFileSystem.ts';
import { sha256 } from './storeScenario.ts';

const open = (fileSystem: MemoryFileSystem, limitBytes = 1000) =>
  BlobStore.open({ directory: '/blobs', fileSystem, nowMs: () => 5000, limitBytes });
const bytes = Buffer.from('attachment \0\r\n\xff', 'latin1');

describe('BlobStore', () => {
  it('keeps finished blobs over a power cut and forgets parts', async () => {
    const disk = new MemoryFileSystem();
    const store = await open(disk);
    const id = await store.create();
    await Promise.all([store.append(id, bytes.subarray(0, 5)), store.append(id, bytes.subarray(5))]);
    const info = await store.finish(id);
    expect(info).toEqual({ id, sha256: sha256(bytes), sizeBytes: bytes.length });
    expect(await store.finish(id)).toEqual(info);
    await store.append(await store.create(), bytes);
    const again = await open(disk.powerCut());
    expect(again.list()).toEqual([info]);
    expect(Buffer.from(await again.read(id)).equals(bytes)).toBe(true);
    const killed = disk.processKilled();
    await open(killed);
    expect(killed.paths().length).toBe(1);
  });

  it.each<FaultKind>(['EIO', 'ENOSPC', 'shortWrite', 'powerCut'])(
    'is whole or not there with %s at any call',
    async (kind) => {
      for (let at = 1; at <= 12; at += 1) {
        let seed = at;
        const disk = new MemoryFileSystem(() => (seed = (seed * 16807) % 2147483647) / 2147483647);
        disk.fault = { atCall: at, kind };
        const put = await open(disk)
          .then((store) => store.put(bytes))
          .catch((error: { code: string }) => error.code);
        if (kind === 'shortWrite') expect(put).toMatchObject({ sizeBytes: bytes.length });
        const after = await open(disk.powerCut());
        if (typeof put === 'object') expect(after.list()).toEqual([put]);
        for (const blob of after.list())
          expect(Buffer.from(await after.read(blob.id)).equals(bytes)).toBe(true);
      }
    },
  );

  it('sweeps what nothing refers to, but not what is young', async () => {
    const disk = new MemoryFileSystem();
    const store = await open(disk);
    const [kept, dropped] = [await store.put(bytes), await store.put(bytes)];
    expect(await store.sweep(new Set([kept.id]), 6000)).toEqual([]);
    expect(await store.sweep(new Set([kept.id]), 4000)).toEqual([dropped.id]);
    expect(store.list()).toEqual([kept]);
  });

  it('refuses what is too large, unknown or damaged', async () => {
    const disk = new MemoryFileSystem();
    const store = await open(disk, 20);
    await expect(store.put(Buffer.alloc(21))).rejects.toMatchObject({ code: 'invalid' });
    await expect(store.read('nothing')).rejects.toMatchObject({ code: 'notFound' });
    const { id } = await store.put(bytes);
    disk.overwrite(disk.paths()[0] ?? '', 2, Buffer.from('?'));
    await expect(store.read(id)).rejects.toMatchObject({ code: 'corrupt' });
  });
});
