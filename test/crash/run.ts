import { fork } from 'node:child_process';
import { runWorker } from './harness/worker.ts';
import { coordinate } from './harness/coordinate.ts';

/*
 * The crash harness, bundled by `buildCrash` and run by plain Node: `npm run test:crash -- --kills 2000 [--seed N]
 * [--json] [--workers N] [--only WORDS]`. Started again by itself, as its workers.
 */
if (process.argv[2] === 'worker') await runWorker();
else
  process.exitCode = await coordinate(process.argv.slice(2), (args) =>
    fork(process.argv[1] ?? '', ['worker', ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  );
