// `npm run test:corpora [-- --json] [-- --misses] [-- --no-browser]`: the gates over others' test data. Each gate is a
// test in test/corpora, or test/e2e/hostile.spec.ts with every vector, that leaves AREA.txt (its table) and AREA.json
// (its figures) in the folder it is told; the last line of `--json` is all figures in one object.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isBuildStale } from './isBuildStale.mjs';

const flags = process.argv.slice(2);
const results = mkdtempSync(join(tmpdir(), 'naru-corpora-'));
const run = (command, ...args) =>
  spawnSync(command, args, {
    stdio: flags.includes('--json') ? ['ignore', 'ignore', 'inherit'] : 'inherit',
    env: { ...process.env, NARU_CORPORA_RESULTS: results, NARU_HOSTILE: 'all' },
  }).status ?? 1;
const statuses = [run('npx', 'vitest', 'run', '--project', 'corpora', '--reporter=dot')];
if (!flags.includes('--no-browser')) {
  if (isBuildStale(process.cwd())) statuses.push(run('node', 'scripts/build.mjs'));
  statuses.push(run('npx', 'playwright', 'test', 'hostile', '--reporter=line'));
}
const read = (isWanted) =>
  readdirSync(results)
    .filter(isWanted)
    .sort()
    .map((name) => readFileSync(join(results, name), 'utf8'));
const isList = (name) => name.endsWith('.misses.txt');
if (flags.includes('--misses')) for (const list of read(isList)) console.log(list);
for (const table of read((name) => name.endsWith('.txt') && !isList(name))) console.log(table);
if (flags.includes('--json'))
  console.log(
    JSON.stringify(
      Object.assign({}, ...read((name) => name.endsWith('.json')).map((text) => JSON.parse(text))),
    ),
  );
rmSync(results, { recursive: true });
process.exit(Math.max(...statuses));
