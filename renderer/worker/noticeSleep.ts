import type { SyncClock } from '../sync/SyncPorts.ts';

const TICK_MS = 15_000;
/** A tick this late means that the machine slept; a busy or throttled one is late by less. */
const GAP_MS = 60_000;

/**
 * Calls `onWake` when the machine seems to have slept: connections are dead then and nobody said so. Runs until
 * `signal` aborts.
 */
export async function noticeSleep(clock: SyncClock, onWake: () => void, signal: AbortSignal): Promise<void> {
  let last = clock.now();
  while (!signal.aborted) {
    await clock.wait(TICK_MS, signal);
    const now = clock.now();
    if (!signal.aborted && now - last > TICK_MS + GAP_MS) onWake();
    last = now;
  }
}
