import type { SeededRandom } from '../../servers/seededRandom.ts';
import { faultNames, isKill, operationNames, type FaultName, type Job, type OperationName } from './jobs.ts';

/** Shares of the kills, by operation. */
const shares: Readonly<Record<OperationName, number>> = {
  'receive: delete on server': 20,
  'receive: keep always': 7,
  'receive: keep N days': 5,
  'receive: until deleted here': 8,
  'send, file in Sent, take back': 16,
  'save drafts': 6,
  'change local mail': 9,
  'arrange local folders': 5,
  'compact the store': 7,
  'push IMAP changes': 8,
  'push IMAP changes, no MOVE': 4,
  'sync IMAP': 3,
  'add and change accounts': 4,
};
/** Shares of an operation's kills, and of its other runs, by fault; where it does not apply the others take over. */
const faultShares: Readonly<Record<FaultName, number>> = {
  'kill at disk step': 40,
  'kill at line': 20,
  'kill at random': 17,
  'kill while starting': 5,
  'power cut': 18,
  'connection cut': 25,
  'connection delayed': 10,
  'connection garbled': 20,
  EIO: 20,
  ENOSPC: 15,
  'clock jumps a day': 10,
};
const noLines: readonly OperationName[] = [
  'save drafts',
  'change local mail',
  'arrange local folders',
  'add and change accounts',
];
/** What these do is not on the host's disk. */
const noDisk: readonly OperationName[] = ['push IMAP changes', 'push IMAP changes, no MOVE', 'sync IMAP'];
const runsPerJob = 20;
/** Fewer are not worth a world of their own: some jobs are left out instead, by chance. */
const fewestRuns = 6;

/** Which runs make up `kills` kills and a quarter as many runs without one. */
export function planJobs(kills: number, random: SeededRandom): Omit<Job, 'steps'>[] {
  const jobs: Omit<Job, 'steps'>[] = [];
  const whole = sum(Object.values(shares));
  for (const operation of operationNames) {
    for (const killing of [true, false]) {
      const faults = faultNames.filter((fault) => isKill(fault) === killing && applies(operation, fault));
      const runs = (killing ? kills : kills / 4) * (shares[operation] / whole);
      const all = sum(faults.map((fault) => faultShares[fault]));
      for (const fault of faults)
        jobs.push(...split(operation, fault, rounded((runs * faultShares[fault]) / all, random), random));
    }
  }
  // The same operation's jobs spread out: later ones know the steps that earlier ones saw.
  return jobs
    .map((job) => ({ job, order: random.below(1_000_000) }))
    .sort((one, other) => one.order - other.order)
    .map(({ job }) => job);
}

function applies(operation: OperationName, fault: FaultName): boolean {
  if (fault === 'kill at line' || fault.startsWith('connection')) return !noLines.includes(operation);
  if (fault === 'kill at disk step' || fault === 'power cut' || fault === 'EIO' || fault === 'ENOSPC')
    return !noDisk.includes(operation);
  return true;
}

function split(
  operation: OperationName,
  fault: FaultName,
  runs: number,
  random: SeededRandom,
): Omit<Job, 'steps'>[] {
  const jobs = Math.ceil(runs / runsPerJob);
  return Array.from({ length: jobs }, (_, at) => ({
    operation,
    fault,
    size: null,
    runs: Math.floor((runs * (at + 1)) / jobs) - Math.floor((runs * at) / jobs),
    seed: 1 + random.below(1_000_000_000),
  }));
}

function rounded(runs: number, random: SeededRandom): number {
  if (runs >= fewestRuns) return Math.ceil(runs);
  return random.below(fewestRuns * 100) < runs * 100 ? fewestRuns : 0;
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
