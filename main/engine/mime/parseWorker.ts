// The entry of a parsing thread: one job at a time, one answer each.
import { parentPort } from 'node:worker_threads';
import { runParseJob, type ParseAnswer, type ParseJob } from './parseJob.ts';

parentPort?.on('message', (job: ParseJob) => {
  runParseJob(job).then(
    (answer) => parentPort?.postMessage({ answer }, buffersOf(answer)),
    (error: unknown) =>
      parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  );
});

/** Pictures and parts have memory of their own: they are handed over, not copied. */
function buffersOf(answer: ParseAnswer): ArrayBuffer[] {
  if (answer === null) return [];
  const parts = 'inlineParts' in answer ? answer.inlineParts : 'bytes' in answer ? [answer] : [];
  return parts.flatMap(({ bytes: { buffer } }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
}
