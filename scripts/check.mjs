// `npm run check`: types, lint, dead code, layers and unit tests; each prints its own result, all must pass.
// With NARU_RESULTS=<folder> the tests also write their counts there, for `npm test`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const tasks = ['lint', 'typecheck', 'knip', 'test:architecture', 'test:unit'];

const run = (task) =>
  new Promise((resolve) => {
    const started = Date.now();
    const results = process.env.NARU_RESULTS;
    const report =
      results === undefined || !task.startsWith('test')
        ? []
        : [
            '--',
            '--reporter=dot',
            '--reporter=json',
            `--outputFile.json=${join(results, `${task.slice(5)}.json`)}`,
          ];
    const child = spawn('npm', ['run', '--silent', task, ...report], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${task} ${((Date.now() - started) / 1000).toFixed(1)} s`);
      if (code !== 0) console.log(output);
      resolve(code === 0);
    });
  });

// Two at a time: more only fight over the cores. The longest comes first.
const queue = [...tasks];
const results = [];
const worker = async () => {
  for (let task = queue.shift(); task !== undefined; task = queue.shift()) results.push(await run(task));
};
await Promise.all([worker(), worker()]);
process.exit(results.every(Boolean) ? 0 : 1);
