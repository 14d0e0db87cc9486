import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ThreadParser } from '../../../../main/engine/mime/ThreadParser.ts';
import { MailError, Uid } from '../../../../preload/contract/index.ts';

const dir = mkdtempSync(join(tmpdir(), 'naru-threads-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** A parsing thread that does what the first byte of the message says. */
const script = join(dir, 'thread.mjs');
writeFileSync(
  script,
  `import { parentPort } from 'node:worker_threads';
   parentPort.on('message', (job) => {
     const command = String.fromCharCode(job.source[0]);
     if (command === 'h') for (;;);
     if (command === 'x') process.exit(3);
     if (command === 't') throw new Error('thrown');
     if (command === 'e') return parentPort.postMessage({ error: 'answered' });
     parentPort.postMessage({ answer: { uid: job.uid, text: command } });
   });`,
);
const uid = (n: number): Uid => Uid.parse(n);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    (value) => JSON.stringify(value),
    (error: unknown) => (error instanceof MailError ? `${error.code}: ${error.message}` : String(error)),
  );

describe('ThreadParser', () => {
  it('answers each job, however the ones beside it end', async () => {
    const parser = new ThreadParser(pathToFileURL(script), 2, 1500);
    const jobs = ['a', 'h', 'b', 'x', 't', 'e', 'c'].map((command, i) =>
      outcome(parser.parse(bytes(command), uid(i + 1))),
    );
    const stopped = AbortSignal.abort();
    expect(await Promise.all([...jobs, outcome(parser.parse(bytes('a'), uid(9), stopped))])).toEqual([
      '{"uid":1,"text":"a"}',
      'protocol.garbage: the message could not be read: it takes too long',
      '{"uid":3,"text":"b"}',
      'protocol.garbage: the message could not be read: its thread ended',
      'protocol.garbage: the message could not be read: thrown',
      'protocol.garbage: answered',
      '{"uid":7,"text":"c"}',
      'cancelled: cancelled',
    ]);
    await parser.close();
    expect(await outcome(parser.parse(bytes('a'), uid(1)))).toBe('cancelled: closing');
  });
});
