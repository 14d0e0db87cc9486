import { expect, it } from 'vitest';
import { SourceQueue } from '../../../../main/engine/imap/SourceQueue.ts';
import { Uid } from '../../../../preload/contract/index.ts';

const message = (uid: number, bytes: number) => ({ uid: Uid.parse(uid), source: new Uint8Array(bytes) });
const MiB = 1024 * 1024;

it('makes the connection wait for a slow reader, and lets it go on', async () => {
  const queue = new SourceQueue();
  const calls: string[] = [];
  queue.attach({ pauseReading: () => calls.push('pause'), resumeReading: () => calls.push('resume') });
  for (let uid = 1; uid <= 3; uid += 1) queue.push(message(uid, 4 * MiB));
  expect(calls).toEqual(['pause']);
  const reader = queue[Symbol.asyncIterator]();
  await reader.next();
  expect(calls).toEqual(['pause']);
  await reader.next();
  await reader.next();
  expect(calls).toEqual(['pause', 'resume']);
  queue.end(null);
  expect((await reader.next()).done).toBe(true);
});

it('never gives a paused connection back, and drops what comes for a reader that left', async () => {
  const queue = new SourceQueue();
  let paused = 0;
  queue.attach({ pauseReading: () => (paused += 1), resumeReading: () => (paused -= 1) });
  queue.push(message(1, 9 * MiB));
  expect(paused).toBe(1);
  queue.detach();
  expect(paused).toBe(0);
  queue.leave();
  queue.push(message(2, 9 * MiB));
  queue.end(null);
  expect((await queue[Symbol.asyncIterator]().next()).done).toBe(true);
});

it('gives what came before an error, then the error', async () => {
  const queue = new SourceQueue();
  const reader = queue[Symbol.asyncIterator]();
  const first = reader.next();
  queue.push(message(1, 10));
  queue.end(new Error('lost'));
  expect((await first).value).toEqual(message(1, 10));
  await expect(reader.next()).rejects.toThrow('lost');
});
