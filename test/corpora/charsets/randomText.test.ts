import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CharsetCase, normalExpectation, readCase } from './charsetCases.ts';

const script = fileURLToPath(new URL('../../fixtures/charsets/generate.py', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;
const hasIconv = spawnSync('iconv', ['--version']).status === 0;
const canRun = hasPython && hasIconv;
if (!canRun) console.log('SKIPPED: python3 and iconv, which make the random texts, are not both here');

/** Another seed, or more texts a charset: `NARU_SEED=7 NARU_TEXTS=20 npx vitest run --project corpora randomText`. */
const seed = process.env['NARU_SEED'] ?? '1';
const texts = process.env['NARU_TEXTS'] ?? '1';

it.skipIf(!canRun)(
  'gives random text in every charset back, in headers, bodies and file names',
  { timeout: 600_000 },
  async () => {
    const made = spawnSync('python3', [script, '--random', seed, texts], { maxBuffer: 1e9 });
    expect(made.stderr.toString()).toBe('');
    const cases = CharsetCase.array().parse(JSON.parse(made.stdout.toString()));
    expect(cases.length).toBeGreaterThan(100);
    const wrong: unknown[] = [];
    for (const one of cases) {
      const [want, got] = [normalExpectation(one.expected), await readCase(one)];
      if (JSON.stringify(got) !== JSON.stringify(want)) wrong.push({ id: one.id, want, got });
    }
    expect(wrong).toEqual([]);
  },
);
