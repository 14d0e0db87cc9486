import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockDataDir } from '../../../../main/engine/platform/lockDataDir.ts';
import { processStart } from '../../../../main/engine/platform/processStart.ts';

let dataDir: string;
let path: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'naru-lock-'));
  path = join(dataDir, 'lock.json');
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe('the lock of a data directory', () => {
  test('is held once, and free after release', async () => {
    const lock = await lockDataDir(dataDir);
    await expect(lockDataDir(dataDir)).rejects.toMatchObject({
      data: { code: 'store.locked', scope: 'app' },
      holderPid: process.pid,
    });
    await lock.release();
    await lock.release();
    expect(await readdir(dataDir)).toEqual([]);
    await (await lockDataDir(dataDir)).release();
  });

  test.each<[string, () => Promise<string>]>([
    [
      'a process that has ended',
      async () => JSON.stringify({ pid: await endedProcess(), start: 'x', nonce: 'n' }),
    ],
    [
      'an earlier process of the same id',
      async () => JSON.stringify({ pid: process.pid, start: 'boot/1', nonce: 'n' }),
    ],
    ['nobody: it is empty', async () => ''],
    ['nobody: it is garbage', async () => '{"pid":"x"}'],
  ])('is taken over from %s', async (_what, text) => {
    await writeFile(path, await text());
    const lock = await lockDataDir(dataDir);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
      pid: process.pid,
      start: await processStart(process.pid),
    });
    await lock.release();
  });

  test('is left alone by a release when it is no longer ours', async () => {
    const lock = await lockDataDir(dataDir);
    const other = JSON.stringify({ pid: process.pid, start: null, nonce: 'another' });
    await writeFile(path, other);
    await lock.release();
    expect(await readFile(path, 'utf8')).toBe(other);
  });

  test('goes to exactly one of many that take over a dead one at the same time', async () => {
    await writeFile(path, JSON.stringify({ pid: await endedProcess(), start: 'x', nonce: 'n' }));
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDir(dataDir)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(dataDir)).toEqual(['lock.json']);
  });
});

const endedProcess = (): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', '']);
    child.once('exit', () => resolve(child.pid ?? 0));
  });
