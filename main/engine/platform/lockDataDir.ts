import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MailError } from '../../../preload/contract/index.ts';
import { systemCode } from '../store/StoreError.ts';
import { isRunning, processStart } from './processStart.ts';

const Holder = z.object({
  pid: z.number().int().positive(),
  start: z.string().max(200).nullable(),
  /** Tells our own lock from one that another process made after ours was broken. */
  nonce: z.string().max(100),
});
type Holder = z.infer<typeof Holder>;

/** Held until released or until the process ends, however it ends. */
export interface DataDirLock {
  /** Safe to call twice; leaves a lock alone that is no longer ours. */
  release(): Promise<void>;
}

/** Says who holds the directory, beside the code and words of `store.locked`. */
export class DataDirLockedError extends MailError {
  constructor(
    dataDir: string,
    readonly holderPid: number,
  ) {
    super('store.locked', `${dataDir} is in use by another Naru (process ${holderPid})`, {
      scope: 'app',
      retry: 'afterChange',
    });
  }
}

const ATTEMPTS = 5;

/**
 * One engine per data directory: writes `lock.json` with process id and start time. Rejects with
 * DataDirLockedError while the process that wrote it runs; a lock whose process is gone (crash, power cut), or
 * whose id now belongs to a younger process, is taken over. Works among processes of one machine.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const path = join(dataDir, 'lock.json');
  const mine: Holder = { pid: process.pid, start: await processStart(process.pid), nonce: randomUUID() };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await createExclusively(path, JSON.stringify(mine))) return { release: () => release(path, mine) };
    const text = await readIfThere(path);
    if (text === null) continue;
    const holder = parseHolder(text);
    if (holder !== null && (await isAlive(holder))) throw new DataDirLockedError(dataDir, holder.pid);
    await breakLock(path, text);
  }
  throw new MailError('store.locked', `${path} cannot be taken: others take and leave it all the time`, {
    scope: 'app',
  });
}

async function createExclusively(path: string, text: string): Promise<boolean> {
  // Written aside and linked, so that nobody ever reads a half-written lock and takes it for a broken one.
  const aside = `${path}.${randomUUID()}`;
  const file = await open(aside, 'wx', 0o600);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
  try {
    await link(aside, path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Removes the lock that was read as `text`, and no other: a rename takes it away from whoever else tries. */
async function breakLock(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  // Someone broke the same lock first and this is theirs, fresh: put it back.
  if ((await readIfThere(aside)) !== text)
    await link(aside, path).catch((error: unknown) => {
      if (systemCode(error) !== 'EEXIST') throw error;
    });
  await rm(aside, { force: true });
}

async function release(path: string, mine: Holder): Promise<void> {
  const text = await readIfThere(path);
  if (text !== null && parseHolder(text)?.nonce === mine.nonce) await rm(path, { force: true });
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (!isRunning(holder.pid)) return false;
  const start = await processStart(holder.pid);
  return holder.start === null || start === null || holder.start === start;
}

function parseHolder(text: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return null; // A lock that nobody can be asked about is broken.
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
