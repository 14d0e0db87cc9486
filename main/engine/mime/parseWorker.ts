// The entry of a parsing thread: one job at a time, one answer each.
import { parentPort } from 'node:worker_threads';
import { runParseJob, type ParseJob } from './parseJob.ts';

parentPort?.on('message', (job: ParseJob) => {
  runParseJob(job).then(
    (answer) => parentPort?.postMessage({ answer }),
    (error: unknown) =>
      parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  );
});
