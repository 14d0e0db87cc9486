import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MessageStore } from '../../../main/engine/store/MessageStore.ts';

const kills = Number(process.env['NARU_KILLS'] ?? 20);
let directory = '';
let child = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'naru-store-crash-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL('storeChild.ts', import.meta.url)),
      target: 'node20',
      outDir: directory,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  });
  child = join(directory, 'child.mjs');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Runs the child until `lines` lines were heard and `delayMs` more went by, then kill -9. Every whole line counts. */
const runAndKill = async (store: string, seed: number, lines: number, delayMs: number): Promise<string[]> => {
  const process = spawn('node', [child, store, String(seed)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const heard: string[] = [];
  let complaints = '';
  process.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const closed = new Promise((resolve) => process.on('close', resolve));
  createInterface(process.stdout).on('line', (line) => {
    heard.push(line);
    // The moment of the kill is the test's input, not something to wait for.
    if (heard.length === lines) setTimeout(() => process.kill('SIGKILL'), delayMs);
  });
  await closed;
  expect(complaints).toBe('');
  return heard;
};

it(`loses and doubles nothing over ${kills} kills`, { timeout: 30_000 + kills * 3000 }, async () => {
  const path = join(directory, 'store');
  const stored = new Map<string, string>();
  const moved = new Set<string>();
  const maybeGone = new Set<string>();
  const gone = new Set<string>();
  for (let kill = 1; kill <= kills; kill += 1) {
    const heard = await runAndKill(path, kill * 7919, 2 + ((kill * 13) % 40), (kill * 7) % 23);
    for (const line of heard) {
      const [what, ...rest] = line.split(' ');
      if (what === 'stored')
        for (const [witness = '', hash = ''] of rest.map((pair) => pair.split('=')))
          stored.set(witness, hash);
      if (what === 'moved') for (const hash of rest) moved.add(hash);
      if (what === 'expunging') for (const hash of rest) maybeGone.add(hash);
      if (what === 'expunged') for (const hash of rest) gone.add(hash);
    }
    const store = await MessageStore.open({ directory: path, nowMs: Date.now, segmentLimitBytes: 200_000 });
    const places = new Map<string, string[]>();
    for (const folder of store.folders()) {
      for (const { sha256 } of store.messages(folder.id))
        places.set(sha256, [...(places.get(sha256) ?? []), folder.name]);
    }
    const lost = [...stored].filter(
      ([witness, hash]) => !store.hasWitness(witness) || (!places.has(hash) && !maybeGone.has(hash)),
    );
    const doubled = [...places].filter(([, folders]) => folders.length > 1);
    const risen = [...gone].filter((hash) => places.has(hash));
    const misplaced = [...moved].filter((hash) => places.has(hash) && places.get(hash)?.[0] !== 'Sorted');
    const { damaged, checked } = await store.verify();
    expect({ kill, lost, doubled, risen, misplaced, damaged }).toEqual({
      kill,
      lost: [],
      doubled: [],
      risen: [],
      misplaced: [],
      damaged: [],
    });
    expect(checked).toBe(places.size);
    await store.close();
  }
  expect(stored.size).toBeGreaterThan(kills);
});
