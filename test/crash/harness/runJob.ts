import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MailError, type HostClient } from '../../../preload/contract/index.ts';
import { MessageStore } from '../../../main/engine/store/MessageStore.ts';
import { seededRandom, type SeededRandom } from '../../servers/seededRandom.ts';
import { createOperation } from '../operations/createOperation.ts';
import type { Break } from './Break.ts';
import type { HostProcess } from './HostProcess.ts';
import type { Job, JobResult } from './jobs.ts';
import { isKill } from './jobs.ts';
import type { Operation } from './Operation.ts';
import { planRun, type RunPlan } from './planRun.ts';
import type { Servers } from './Servers.ts';
import { StepBook } from './StepBook.ts';
import { World, type Built } from './World.ts';

/** The engine's pause before it looks whether to compact, which nobody would wait for here. */
const timers = { 600_000: 40 };
const runsPerCheck = 10;
const settleAttempts = 8;
const workLimitMs = 120_000;
const goodbyeMs = 2000;

/** Runs one job in a world of its own. Rejects only when the harness itself fails. */
export async function runJob(
  job: Job,
  place: {
    readonly servers: Servers;
    readonly built: Built;
    readonly directory: string;
    readonly port: number;
  },
): Promise<JobResult> {
  const { servers } = place;
  const random = seededRandom(job.seed);
  const world = new World(place.built, place.directory, place.port);
  const steps = new StepBook(job.steps);
  const breaks: Break[] = [];
  const tls = job.fault === 'connection garbled';
  const tools = { servers, random, tls, seed: job.seed, id: `w${job.seed}` };
  const operation = createOperation(job.operation, tools, job.size);
  let kills = 0;
  let runs = 0;
  try {
    servers.calm();
    await onHealthyHost(world, (_host, client) => operation.prepare(client));
    world.settleDisk();
    world.takeSteps();
    for (let run = 1; run <= job.runs; run += 1) {
      await operation.plan();
      const plan = planRun(job.fault, random, steps, operation.lines.length > 0);
      breaks.push(...(await oneRun(world, operation, plan, servers, random, tls)));
      if (isKill(job.fault)) kills += 1;
      steps.add(world.takeSteps());
      if (random.below(3) === 0) await operation.leave();
      if (run % runsPerCheck === 0 || run === job.runs)
        breaks.push(...(await settleAndCheck(world, operation)));
      runs = run;
      if (breaks.length > 0) break;
    }
  } finally {
    servers.calm();
    await operation.leave();
  }
  if (breaks.length === 0 || process.env['NARU_KEEP'] === undefined) world.remove();
  return {
    operation: job.operation,
    fault: job.fault,
    runs,
    kills,
    breaks,
    steps: steps.changes(),
  };
}

async function oneRun(
  world: World,
  operation: Operation,
  plan: RunPlan,
  servers: Servers,
  random: SeededRandom,
  tls: boolean,
): Promise<Break[]> {
  const host = world.start({ fault: plan.fault, clock: plan.clock, timers });
  const strike = (): void => host.strike();
  for (const line of operation.lines)
    (tls ? servers.tls : servers.plain)[line].setFaults(plan.connections(strike));
  const breaks: Break[] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    if (plan.strikeFromStartMs !== null) timer = setTimeout(strike, plan.strikeFromStartMs);
    const client = await host.connect();
    if (plan.strikeAfterMs !== null) timer = setTimeout(strike, plan.strikeAfterMs);
    await inTime(operation.work(host, client), host);
    client.close();
  } catch (error) {
    // The page sees the connection end before we are told of the process.
    if (plan.ends === 'kill') await Promise.race([host.ended(), delay(goodbyeMs)]);
    const wasKilled = !host.isRunning && host.signal === 'SIGKILL';
    if (!isTolerable(error, wasKilled || plan.fault?.kind === 'fail'))
      breaks.push(broken(`${plan.name}: ${describe(error)} ${host.output}`));
  } finally {
    clearTimeout(timer);
  }
  servers.calm();
  // What is still alive dies at rest, or ends as a person ends it.
  if (plan.ends === 'kill' || random.below(2) === 0) await host.kill();
  else await host.end();
  if (plan.losesPower) world.losePower(random);
  return breaks;
}

/** Whether a fault can have caused it: a killed or failing host gives no answer, or says what is wrong. */
function isTolerable(error: unknown, hostFailed: boolean): boolean {
  if (error instanceof MailError) return true;
  return hostFailed && !(error instanceof Stuck);
}

class Stuck extends Error {}

async function inTime(work: Promise<void>, host: HostProcess): Promise<void> {
  const stop = new AbortController();
  const limit = delay(workLimitMs, undefined, { signal: stop.signal }).then(
    () => {
      throw new Stuck(`nothing happens for ${workLimitMs} ms: ${host.output}`);
    },
    () => undefined,
  );
  try {
    await Promise.race([work, limit]);
  } finally {
    stop.abort();
    work.catch(() => undefined);
  }
}

async function settleAndCheck(world: World, operation: Operation): Promise<Break[]> {
  const breaks: Break[] = [];
  let isSettled = false;
  try {
    for (let attempt = 0; attempt < settleAttempts && !isSettled; attempt += 1)
      breaks.push(
        ...(await onHealthyHost(world, async (host, client) => {
          isSettled = await operation.settle(host, client);
          if (isSettled) breaks.push(...(await operation.check(client)));
        })),
      );
    if (!isSettled) breaks.push(broken('it does not come to rest'));
    breaks.push(...(await verifyStores(world.dataDir)));
  } catch (error) {
    breaks.push(broken(describe(error)));
  }
  world.settleDisk();
  world.takeSteps();
  return breaks;
}

/** Starts a host without faults, works with it and ends it; breaks when it does not start or end well. */
async function onHealthyHost(
  world: World,
  work: (host: HostProcess, client: HostClient) => Promise<void>,
): Promise<Break[]> {
  const host = world.start({ timers });
  try {
    const client = await host.connect();
    await inTime(work(host, client), host);
    client.close();
    const code = await host.end();
    return code === 0 ? [] : [broken(`the host ended with ${code}: ${host.output}`)];
  } finally {
    await host.kill();
  }
}

/** Reads every message on the disk against its hash. */
async function verifyStores(dataDir: string): Promise<Break[]> {
  const parent = join(dataDir, 'mail');
  if (!existsSync(parent)) return [];
  const breaks: Break[] = [];
  for (const name of readdirSync(parent)) {
    const store = await MessageStore.open({ directory: join(parent, name), nowMs: Date.now });
    const { damaged } = await store.verify();
    const { short } = store.opening.segments;
    breaks.push(
      ...damaged.map(
        ({ reason }) => ({ invariant: 'I1', kind: 'lost', what: `in the store: ${reason}` }) as const,
      ),
    );
    breaks.push(
      ...short.map(
        (segment) => ({ invariant: 'I1', kind: 'lost', what: `segment ${segment} is too short` }) as const,
      ),
    );
    await store.close();
  }
  return breaks;
}

const broken = (what: string): Break => ({ invariant: 'I5', kind: 'other', what });
const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
