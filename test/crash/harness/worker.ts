import { join } from 'node:path';
import { freePorts } from '../../servers/freePorts.ts';
import { seededRandom } from '../../servers/seededRandom.ts';
import type { Job, JobResult } from './jobs.ts';
import { runJob } from './runJob.ts';
import { Servers } from './Servers.ts';
import type { Built } from './World.ts';

export interface Task {
  readonly built: Built;
  readonly directory: string;
  readonly job: Job;
}
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly result: JobResult }
  | { readonly kind: 'failed'; readonly job: Job; readonly error: string };

/** Takes tasks from its parent, one at a time, until it says `end`. */
export async function runWorker(): Promise<void> {
  const servers = await Servers.start(seededRandom(process.pid));
  const basic: Promise<Servers>[] = [];
  /** A server of the old kind is only started for who asks for it. */
  const serversFor = ({ operation }: Job): Promise<Servers> =>
    operation.endsWith('no MOVE')
      ? (basic[0] ??= Servers.start(seededRandom(process.pid), 'IMAP4rev1 UIDPLUS'))
      : Promise.resolve(servers);
  const report = (message: Report): void => void process.send?.(message);
  await new Promise<void>((resolve) => {
    process.on('disconnect', resolve);
    process.on('message', (task: Task | 'end') => {
      if (task === 'end') return resolve();
      serversFor(task.job)
        .then((chosen) => run(task, chosen))
        .then(report, (error: unknown) =>
          report({
            kind: 'failed',
            job: task.job,
            error: error instanceof Error ? (error.stack ?? error.message) : String(error),
          }),
        );
    });
    report({ kind: 'ready' });
  });
  await servers.stop();
  for (const started of basic) await (await started).stop();
  process.disconnect?.();
  process.exit(0);
}

async function run({ built, directory, job }: Task, servers: Servers): Promise<Report> {
  const [port = 0] = await freePorts(1, '127.0.0.1');
  const result = await runJob(job, { servers, built, directory: join(directory, `w${job.seed}`), port });
  return { kind: 'done', result };
}
