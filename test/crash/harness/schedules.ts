import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { SeededRandom } from '../../servers/seededRandom.ts';
import type { FaultName, Job, JobResult, OperationName } from './jobs.ts';

const Schedule = z.array(z.object({ id: z.string(), op: z.string(), fault: z.string() }));
export type Schedule = z.infer<typeof Schedule>[number];

/** What we do for an operation of the corpus; `size` as it says. Null, with the reason, where Naru has none yet. */
const operations: readonly (readonly [
  RegExp,
  { readonly operation: OperationName; readonly size: number | null } | string,
])[] = [
  [/^download \d+ messages, delete/, { operation: 'receive: delete on server', size: 200 }],
  [/^initial sync/, { operation: 'sync IMAP', size: 5000 }],
  [/delta with/, { operation: 'sync IMAP', size: null }],
  [/^(move|delete) \d+|^mark /, { operation: 'push IMAP changes', size: 300 }],
  [/autosave/, { operation: 'save drafts', size: null }],
  [/^send /, { operation: 'send, file in Sent, take back', size: 20 }],
  [/vacuum|compact/, { operation: 'compact the store', size: null }],
  [/add account/, { operation: 'add and change accounts', size: null }],
  [/app update/, { operation: 'sync IMAP', size: null }],
  [/import/, 'Naru imports nothing yet'],
  [/export/, 'Naru exports nothing yet'],
  [/schema upgrade/, 'there is no earlier release'],
  [/index/, 'there is no search index on the disk yet'],
];
const faults: readonly (readonly [RegExp, readonly FaultName[]])[] = [
  [/SIGKILL after every/, ['kill at disk step', 'kill at line']],
  [/SIGKILL .* random/, ['kill at random', 'kill while starting']],
  [/^EIO/, ['EIO']],
  [/^ENOSPC/, ['ENOSPC']],
  [/torn last write/, ['kill at disk step', 'power cut']],
  [/un-fsynced/, ['power cut']],
  [/RST/, ['connection cut']],
  [/clock/, ['clock jumps a day']],
];
const runsPerSchedule = 5;

const path = (): string => resolve('../shared/corpora/authored-crash/schedule.json');

/** The schedules beside the project; null where they are absent. */
export function readSchedules(): readonly Schedule[] | null {
  return existsSync(path()) ? Schedule.parse(JSON.parse(readFileSync(path(), 'utf8'))) : null;
}

interface Cell {
  readonly operation: OperationName;
  readonly fault: FaultName;
  readonly size: number | null;
}

/** What to run for a schedule, or why it cannot be run. */
function cellsOf({ op, fault }: Schedule): readonly Cell[] | string {
  const found = operations.find(([pattern]) => pattern.test(op))?.[1] ?? `an unknown operation: ${op}`;
  if (typeof found === 'string') return found;
  const kinds = faults.find(([pattern]) => pattern.test(fault))?.[1];
  return kinds?.map((kind) => ({ ...found, fault: kind })) ?? `an unknown fault: ${fault}`;
}

/** One job for each different thing the schedules ask for. */
export function scheduleJobs(schedules: readonly Schedule[], random: SeededRandom): Omit<Job, 'steps'>[] {
  const cells = new Map<string, Cell>();
  for (const schedule of schedules) {
    const found = cellsOf(schedule);
    if (typeof found !== 'string') for (const cell of found) cells.set(JSON.stringify(cell), cell);
  }
  return [...cells.values()].map((cell) => ({
    ...cell,
    runs: runsPerSchedule,
    seed: 1 + random.below(1_000_000_000),
  }));
}

/** A line per schedule: what was run for it, or why not. */
export function scheduleLines(
  schedules: readonly Schedule[] | null,
  results: readonly JobResult[],
): string[] {
  if (schedules === null) return ['authored-crash: skipped, the corpus is not beside the project'];
  return schedules.map((schedule) => {
    const cells = cellsOf(schedule);
    if (typeof cells === 'string') return `${schedule.id.padEnd(36)} not run: ${cells}`;
    const found = results.filter(({ operation, fault }) =>
      cells.some((cell) => cell.operation === operation && cell.fault === fault),
    );
    const runs = found.reduce((sum, result) => sum + result.runs, 0);
    const breaks = found.reduce((sum, result) => sum + result.breaks.length, 0);
    return `${schedule.id.padEnd(36)} ${String(runs).padStart(5)} runs ${String(breaks).padStart(4)} breaks`;
  });
}
