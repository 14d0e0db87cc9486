import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { OutboxItem } from '../../../preload/contract/index.ts';
import { seededRandom } from '../../servers/seededRandom.ts';
import { startSink, type Sink } from './sink.ts';

const messages = 30;
const kills = 20;
const seed = Number(process.env['NARU_CRASH_SEED'] ?? Date.now() % 1_000_000);

let directory = '';
let sink: Sink;
let child: ChildProcess | undefined;
const random = seededRandom(seed);

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'naru-crash-'));
  sink = await startSink(() => random.below(8));
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('sendChild.ts', import.meta.url)),
      outDir: path.join(directory, 'bundle'),
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { format: 'esm', entryFileNames: 'child.mjs' } },
    },
  });
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await sink.close();
  await rm(directory, { recursive: true, force: true });
});

const start = (): { readonly lines: AsyncIterator<string>; readonly ended: Promise<void> } => {
  const started = spawn(
    process.execPath,
    [path.join(directory, 'bundle', 'child.mjs'), directory, String(sink.port), String(messages)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  child = started;
  const ended = new Promise<void>((resolve) => started.once('close', () => resolve()));
  return { lines: createInterface({ input: started.stdout })[Symbol.asyncIterator](), ended };
};

const counts = (values: readonly string[]): Map<string, number> => {
  const result = new Map<string, number>();
  for (const value of values) result.set(value, (result.get(value) ?? 0) + 1);
  return result;
};

it(`kill -9 while it sends ${messages} messages: none lost, none twice (seed ${seed})`, async () => {
  for (let kill = 0; kill < kills; kill += 1) {
    const { lines, ended } = start();
    await lines.next();
    await delay(random.below(220));
    child?.kill('SIGKILL');
    await ended;
  }

  const { lines } = start();
  let items: OutboxItem[];
  for (;;) {
    const line: IteratorResult<string, unknown> = await lines.next();
    if (line.done === true) throw new Error('the child ended by itself');
    if (line.value === 'ready') continue;
    items = z.array(OutboxItem).parse(JSON.parse(line.value));
    if (items.length === messages && items.every(({ state }) => ['filed', 'uncertain'].includes(state.name)))
      break;
  }

  const taken = counts(sink.taken);
  const uncertain = items.filter(({ state }) => state.name === 'uncertain');
  const filed = items.filter(({ state }) => state.name === 'filed');
  const sent = (await readFile(path.join(directory, 'sent'), 'utf8')).trim().split('\n');
  console.log(
    `seed ${seed}: ${kills} kills, ${sink.taken.length} taken, ${filed.length} filed, ${uncertain.length} uncertain ` +
      `(${uncertain.filter(({ subject }) => taken.has(subject)).length} of them taken)`,
  );
  expect({
    drafts: new Set(items.map(({ draftId }) => draftId)).size,
    twice: [...taken].filter(([, count]) => count > 1),
    filedButNotTaken: filed.filter(({ subject }) => taken.get(subject) !== 1).map(({ subject }) => subject),
    sent: [...sent].sort(),
  }).toEqual({
    drafts: messages,
    twice: [],
    filedButNotTaken: [],
    sent: filed.map(({ messageId }) => messageId).sort(),
  });
});
