import { setTimeout as delay } from 'node:timers/promises';
import type { Direction, Fault } from '../../servers/fault.ts';
import type { FaultSchedule } from '../../servers/faultProxy.ts';
import type { SeededRandom } from '../../servers/seededRandom.ts';
import type { DiskFault, FaultSpec } from '../faultPort/faultSpec.ts';
import type { FaultName } from './jobs.ts';
import type { StepBook } from './StepBook.ts';

/** What happens to the host, its disk and its connections in one run. */
export interface RunPlan {
  readonly name: string;
  readonly fault: DiskFault | null;
  readonly clock: FaultSpec['clock'];
  readonly strikeFromStartMs: number | null;
  /** Counted from when the page was connected. */
  readonly strikeAfterMs: number | null;
  readonly connections: (strike: () => void) => FaultSchedule;
  readonly ends: 'kill' | 'anyhow';
  readonly losesPower: boolean;
}

const dayMs = 24 * 3_600_000;
const directions: readonly Direction[] = ['toServer', 'toClient'];
/** A run's work takes about this long; kills fall anywhere in it. */
const windowMs = 350;
const startMs = 320;
const lines = 120;

export function planRun(name: FaultName, random: SeededRandom, steps: StepBook, hasLines: boolean): RunPlan {
  const nothing: RunPlan = {
    name,
    fault: null,
    clock: null,
    strikeFromStartMs: null,
    strikeAfterMs: null,
    connections: () => [],
    ends: 'anyhow',
    losesPower: false,
  };
  const killed: RunPlan = { ...nothing, ends: 'kill' };
  switch (name) {
    case 'kill at disk step':
      return { ...killed, fault: killAt(random, steps) };
    case 'kill at line':
      return { ...killed, connections: (strike) => strikeAtLine(1 + random.below(lines), random, strike) };
    case 'kill at random':
      return { ...killed, strikeAfterMs: random.below(windowMs) };
    case 'kill while starting':
      return { ...killed, strikeFromStartMs: random.below(startMs) };
    case 'power cut': {
      const how = random.below(hasLines ? 3 : 2);
      const kill: Partial<RunPlan> =
        how === 0
          ? { fault: killAt(random, steps) }
          : how === 1
            ? { strikeAfterMs: random.below(windowMs) }
            : { connections: (strike) => strikeAtLine(1 + random.below(lines), random, strike) };
      return { ...killed, ...kill, losesPower: true };
    }
    case 'connection cut':
      return {
        ...nothing,
        connections: () =>
          firstFew(random, () => ({
            kind: 'cut',
            direction: random.pick(directions),
            afterBytes: random.below(random.pick([400, 4000, 40_000])),
            how: random.pick(['end', 'reset'] as const),
          })),
      };
    case 'connection delayed':
      return {
        ...nothing,
        connections: () =>
          directions.map((direction) => ({ kind: 'delay', direction, wait: () => delay(random.below(25)) })),
      };
    case 'connection garbled':
      return {
        ...nothing,
        connections: () =>
          firstFew(random, () => ({
            kind: 'garble',
            direction: random.pick(directions),
            atByte: random.below(random.pick([600, 6000, 60_000])),
            replacement: random.bytes(1 + random.below(16)),
          })),
      };
    case 'EIO':
    case 'ENOSPC':
      return {
        ...nothing,
        fault: {
          kind: 'fail',
          place: steps.choose(random),
          code: name,
          times: 1 + random.below(6),
          only: name === 'ENOSPC' ? ['write', 'create'] : null,
        },
      };
    case 'clock jumps a day':
      return { ...nothing, clock: { at: 1 + random.below(40), jumpMs: random.pick([-dayMs, dayMs]) } };
  }
}

function killAt(random: SeededRandom, steps: StepBook): DiskFault {
  return {
    kind: 'kill',
    place: steps.choose(random),
    moment: random.pick(['before', 'torn', 'after'] as const),
  };
}

/** Counts the lines of all connections, both ways; the connections end with the host. */
function strikeAtLine(at: number, random: SeededRandom, strike: () => void): FaultSchedule {
  let seen = 0;
  const onLine = (): 'pass' | 'cutBefore' | 'cutAfter' => {
    seen += 1;
    if (seen < at) return 'pass';
    if (seen === at) strike();
    return random.pick(['cutBefore', 'cutAfter'] as const);
  };
  return directions.map((direction) => ({ kind: 'eachLine', direction, onLine, how: 'reset' }));
}

/** The first one to three connections break, the next are well. */
function firstFew(random: SeededRandom, fault: () => Fault): FaultSchedule {
  let left = 1 + random.below(3);
  return () => {
    left -= 1;
    return left >= 0 ? [fault()] : [];
  };
}
