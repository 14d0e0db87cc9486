import { describe, expect, it } from 'vitest';
import { Journal } from '../../../../main/engine/store/Journal.ts';
import { encodeFrame } from '../../../../main/engine/store/journalFrames.ts';
import { MemoryFileSystem } from './MemoryFileSystem.ts';

const path = '/journal';
const open = async (fileSystem: MemoryFileSystem) => {
  const records: number[] = [];
  const journal = await Journal.open<number>({
    path,
    fileSystem,
    parse: (value) => {
      if (typeof value !== 'number') throw new Error('not a number');
      return value;
    },
    replay: (record) => records.push(record),
  });
  return { journal, records };
};
const headerLength = encodeFrame({ naru: 'journal', version: 1 }).length;

describe('Journal', () => {
  it('replays what was appended, in order, with one sync for appends that wait together', async () => {
    const disk = new MemoryFileSystem();
    const { journal } = await open(disk);
    const before = disk.calls;
    await Promise.all([journal.append(1, 2), journal.append(3), journal.append(4)]);
    expect(disk.calls - before).toBe(2); // one write, one datasync
    await journal.append(5);
    await journal.close();
    expect((await open(disk.powerCut())).records).toEqual([1, 2, 3, 4, 5]);
  });

  it('cuts a torn tail at every length and goes on', async () => {
    const disk = new MemoryFileSystem();
    const { journal } = await open(disk);
    await journal.append(1, 2222);
    const whole = Buffer.from(disk.bytesOf(path));
    const first = headerLength + encodeFrame(1).length;
    for (let length = headerLength; length < whole.length; length += 1) {
      const torn = new MemoryFileSystem();
      const file = await torn.open(path, 'create');
      await file.write(whole.subarray(0, length), 0);
      await torn.syncDirectory('/');
      const opened = await open(torn);
      const kept = length >= first ? [1] : [];
      expect(opened.records).toEqual(kept);
      expect(opened.journal.opening).toEqual({
        records: kept.length,
        tornBytes: length - (length >= first ? first : headerLength),
        gaps: [],
      });
      await opened.journal.append(3);
      expect((await open(torn.powerCut())).records).toEqual([...kept, 3]);
    }
  });

  it('keeps readable records behind damage, reports it, and heals by rewriting', async () => {
    const disk = new MemoryFileSystem();
    const { journal } = await open(disk);
    await journal.append(1, 2, 3);
    const length = encodeFrame(1).length;
    disk.overwrite(path, headerLength + length + 3, Buffer.from('\0\n\0'));
    const opened = await open(disk);
    expect(opened.records).toEqual([1, 3]);
    expect(opened.journal.opening).toEqual({
      records: 2,
      tornBytes: 0,
      gaps: [{ offset: headerLength + length, length }],
    });
    await opened.journal.rewrite(() => opened.records);
    const healed = await open(disk.powerCut());
    expect([healed.records, healed.journal.opening.gaps]).toEqual([[1, 3], []]);
  });

  it('refuses a full disk with nothing kept, and works again', async () => {
    const disk = new MemoryFileSystem();
    const { journal } = await open(disk);
    await journal.append(1);
    disk.fault = { atCall: disk.calls + 1, kind: 'ENOSPC' };
    await expect(journal.append(2)).rejects.toMatchObject({ code: 'diskFull' });
    await journal.append(3);
    expect((await open(disk.powerCut())).records).toEqual([1, 3]);
  });

  it('continues after a short write', async () => {
    const disk = new MemoryFileSystem();
    const { journal } = await open(disk);
    disk.fault = { atCall: disk.calls + 1, kind: 'shortWrite' };
    await journal.append(1, 2);
    expect((await open(disk.powerCut())).records).toEqual([1, 2]);
  });

  it('is poisoned by a failed fsync until opened again', async () => {
    const disk = new MemoryFileSystem();
    const { journal } = await open(disk);
    await journal.append(1);
    disk.fault = { atCall: disk.calls + 2, kind: 'EIO' };
    await expect(journal.append(2)).rejects.toMatchObject({ code: 'poisoned', cause: { code: 'io' } });
    await expect(journal.append(3)).rejects.toMatchObject({ code: 'poisoned' });
    expect(journal.poisoned).toBe(true);
    const again = await open(disk.processKilled());
    expect(again.records).toEqual([1]);
    await again.journal.append(4);
    expect((await open(disk.powerCut())).records).toEqual([1, 4]);
  });

  it.each(['EIO', 'ENOSPC', 'powerCut'] as const)(
    'rewrites all or nothing with %s at any call',
    async (kind) => {
      for (let at = 1; at <= 6; at += 1) {
        let seed = at;
        const disk = new MemoryFileSystem(() => (seed = (seed * 16807) % 2147483647) / 2147483647);
        const { journal } = await open(disk);
        await journal.append(1, 2, 3);
        disk.fault = { atCall: disk.calls + at, kind };
        const outcome = await journal
          .rewrite(() => [1, 3])
          .then(
            () => 'done',
            (error: { code: string }) => error.code,
          );
        disk.fault = undefined;
        const { records } = await open(disk.powerCut());
        expect(
          outcome === 'done'
            ? [[1, 3]]
            : [
                [1, 2, 3],
                [1, 3],
              ],
        ).toContainEqual(records);
      }
    },
  );

  it('refuses a journal of a newer version and leaves it alone', async () => {
    const disk = new MemoryFileSystem();
    const file = await disk.open(path, 'create');
    const newer = encodeFrame({ naru: 'journal', version: 2 });
    await file.write(Buffer.concat([newer, Buffer.from('torn')]), 0);
    await expect(open(disk)).rejects.toMatchObject({ code: 'unknownFormat' });
    expect(disk.bytesOf(path).length).toBe(newer.length + 4);
  });

  it('answers appends after close', async () => {
    const { journal } = await open(new MemoryFileSystem());
    await journal.close();
    await expect(journal.append(1)).rejects.toMatchObject({ code: 'closed' });
  });
});
