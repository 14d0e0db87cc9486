// `npm test`: everything, on a machine that has only Node: check, build, real servers, kill -9, a real browser.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareTests } from './prepareTests.mjs';

prepareTests();
const results = mkdtempSync(join(tmpdir(), 'naru-results-'));
const totals = { passed: 0, failed: 0, skipped: 0, flaky: 0 };
let ok = true;

/** Runs one stage with its output shown; a later stage still runs, so that one look shows all that is broken. */
function stage(name, command, args, env = {}) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  console.log(
    `== ${name}: ${status === 0 ? 'ok' : 'FAILED'}, ${((Date.now() - started) / 1000).toFixed(0)} s`,
  );
  ok &&= status === 0;
}

function vitest(...projects) {
  const file = join(results, `${projects.join('-')}.json`);
  const selected = projects.flatMap((project) => ['--project', project]);
  stage(projects.join(', '), 'npx', [
    'vitest',
    'run',
    ...selected,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  count(file);
}

/** Adds a vitest report; one that is missing is a failure. */
function count(file) {
  const report = readJson(file);
  totals.passed += report?.numPassedTests ?? 0;
  totals.failed += report?.numFailedTests ?? 1;
  totals.skipped += (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
}

function playwright() {
  const file = join(results, 'e2e.json');
  stage('browser', 'npx', ['playwright', 'test', '--reporter=line,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  const stats = readJson(file)?.stats;
  totals.passed += stats?.expected ?? 0;
  totals.failed += stats?.unexpected ?? 1;
  totals.flaky += stats?.flaky ?? 0;
  totals.skipped += stats?.skipped ?? 0;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

stage('check', 'node', ['scripts/check.mjs'], { NARU_RESULTS: results });
for (const name of ['architecture', 'unit']) count(join(results, `${name}.json`));
stage('build', 'npm', ['run', '--silent', 'build']);
vitest('corpora');
vitest('integration');
vitest('crash');
stage('kill -9 of the host', 'node', ['scripts/crash.mjs', '--kills', '48', '--seed', '1']);
playwright();
rmSync(results, { recursive: true });

console.log(
  `\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped, ${totals.flaky} passed on a second try`,
);
process.exit(ok && totals.failed === 0 ? 0 : 1);
