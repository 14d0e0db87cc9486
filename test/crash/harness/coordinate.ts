import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../servers/seededRandom.ts';
import type { Job, JobResult, OperationName } from './jobs.ts';
import { planJobs } from './planJobs.ts';
import { readSchedules, scheduleJobs, scheduleLines } from './schedules.ts';
import { printTable, totals } from './table.ts';
import type { Report, Task } from './worker.ts';

const fewestKillsForSchedules = 500;

/** Plans the jobs, hands them to worker processes, prints what came of them. Resolves with the exit code. */
export async function coordinate(
  args: readonly string[],
  startWorker: (args: readonly string[]) => ChildProcess,
): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string', default: '2000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      workers: { type: 'string', default: '2' },
      only: { type: 'string', default: '' },
      host: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed);
  const bundle = dirname(process.argv[1] ?? '');
  const built = { host: values.host ?? '', faultPort: join(bundle, 'faultPort.mjs') };
  const directory = mkdtempSync(join(tmpdir(), 'naru-crash-'));
  const startedAt = Date.now();
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  say(`seed ${seed}, ${values.kills} kills, in ${directory}`);
  const random = seededRandom(seed);
  const schedules = readSchedules();
  const planned = planJobs(Number(values.kills), random);
  // A short run has no time for what the schedules ask for.
  const isLong = Number(values.kills) >= fewestKillsForSchedules;
  if (schedules !== null && isLong) planned.unshift(...scheduleJobs(schedules, random));
  const jobs = planned.filter(({ operation, fault }) => `${operation} ${fault}`.includes(values.only));
  const results = await new Dispatcher({ built, directory }, say).run(jobs, Number(values.workers), () =>
    startWorker([]),
  );
  const seconds = (Date.now() - startedAt) / 1000;
  const all = totals(results);
  process.stdout.write(
    `${printTable(results)}\n\n${(isLong ? scheduleLines(schedules, results) : [`authored-crash: from ${fewestKillsForSchedules} kills on`]).join('\n')}\n\nseed ${seed}, ${seconds.toFixed(0)} s\n`,
  );
  if (values.json) process.stdout.write(`${JSON.stringify(all)}\n`);
  if (process.env['NARU_KEEP'] === undefined)
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  return all.breaks === 0 ? 0 : 1;
}

/** Hands jobs to workers as they become free; each new job knows the disk steps that those before it have seen. */
class Dispatcher {
  readonly #steps = new Map<OperationName, Map<string, { most: number; kills: number }>>();
  readonly #results: JobResult[] = [];

  constructor(
    private readonly place: Omit<Task, 'job'>,
    private readonly say: (line: string) => void,
  ) {}

  async run(
    jobs: readonly Omit<Job, 'steps'>[],
    workers: number,
    start: () => ChildProcess,
  ): Promise<readonly JobResult[]> {
    const waiting = [...jobs];
    // Ctrl+C: what is under way is finished and counted, nothing more is begun.
    process.once('SIGINT', () => {
      this.say(`ended early: ${waiting.length} jobs were not begun`);
      waiting.length = 0;
    });
    const work = (): Promise<void> =>
      new Promise((resolve, reject) => {
        const child = start();
        const next = (): void => {
          const job = waiting.shift();
          const task: Task | 'end' =
            job === undefined
              ? 'end'
              : { ...this.place, job: { ...job, steps: this.#stepsOf(job.operation) } };
          child.send(task);
        };
        child.on('message', (report: Report) => {
          if (report.kind === 'done') this.#take(report.result, waiting.length);
          if (report.kind === 'failed')
            this.#take(
              {
                ...report.job,
                runs: 0,
                kills: 0,
                steps: {},
                breaks: [{ invariant: 'I5', kind: 'other', what: `the harness failed: ${report.error}` }],
              },
              waiting.length,
            );
          next();
        });
        child.on('exit', (code) =>
          code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`)),
        );
      });
    await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, work));
    return this.#results;
  }

  #stepsOf(operation: OperationName): Job['steps'] {
    return Object.fromEntries(this.#steps.get(operation) ?? []);
  }

  #take(result: JobResult, left: number): void {
    this.#results.push(result);
    const known = this.#steps.get(result.operation) ?? new Map<string, { most: number; kills: number }>();
    this.#steps.set(result.operation, known);
    for (const [name, { most, kills }] of Object.entries(result.steps)) {
      const before = known.get(name) ?? { most: 0, kills: 0 };
      known.set(name, { most: Math.max(before.most, most), kills: before.kills + kills });
    }
    for (const { invariant, what } of result.breaks.slice(0, 5))
      this.say(`BREAK ${invariant} ${result.operation} / ${result.fault}: ${what.slice(0, 1500)}`);
    if (left % 10 === 0) this.say(`${left} jobs left`);
  }
}
