// `npm run test:scenarios [-- SUITE...] [--json]`: the suites of test/scenarios as a table; the last line of `--json`
// is `{ suites: { SUITE: { scenarios, passed } } }`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const args = process.argv.slice(2);
const asJson = args.includes('--json');
const known = readdirSync('test/scenarios', { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const wanted = args.filter((arg) => !arg.startsWith('-'));
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No suite ${unknown.join(', ')}. There are: ${known.join(', ')}`);
  process.exit(2);
}
const suites = wanted.length > 0 ? wanted : known;
const results = mkdtempSync(join(tmpdir(), 'naru-scenarios-'));
const { status } = spawnSync(
  'npx',
  [
    'vitest',
    'run',
    '--project',
    'integration',
    '--reporter=dot',
    ...suites.map((name) => `test/scenarios/${name}/`),
  ],
  {
    stdio: asJson ? ['ignore', 'ignore', 'inherit'] : 'inherit',
    env: { ...process.env, NARU_SCENARIO_RESULTS: results },
  },
);

const figures = {};
for (const suite of suites) {
  const file = join(results, `${suite}.jsonl`);
  const rows = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
  const width = Math.max(8, ...rows.map(({ name }) => name.length));
  console.log(`\n${suite}`);
  for (const { name, outcome, passed, detail } of rows)
    console.log(
      `  ${passed ? 'ok  ' : 'FAIL'} ${name.padEnd(width)}  ${outcome}${detail === '' ? '' : `  <- ${detail}`}`,
    );
  const passed = rows.filter((row) => row.passed).length;
  console.log(`  ${passed} of ${rows.length} passed`);
  figures[suite] = { scenarios: rows.length, passed };
}
rmSync(results, { recursive: true });
if (asJson) console.log(JSON.stringify({ suites: figures }));
process.exit(status ?? 1);
