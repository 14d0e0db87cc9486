import type { SyncClock } from '../sync/SyncPorts.ts';

const FIRST_DELAY_MS = 1000;
const LAST_DELAY_MS = 60_000;

export interface PullOptions {
  readonly clock: SyncClock;
  readonly signal: AbortSignal;
  readonly isConnected: () => boolean;
  readonly onError: (error: unknown) => void;
}

/**
 * Makes `pull` safe to ask for at every hint: asked for while it runs, it runs once more after; failed, it is tried
 * again later while the host is connected (a new connection asks anew). The promise resolves when the cache is as new
 * as the request, or when it was given up.
 */
export function createPull(pull: () => Promise<void>, options: PullOptions): () => Promise<void> {
  const { clock, signal, isConnected, onError } = options;
  let running: Promise<void> | null = null;
  let again = false;
  const run = async (): Promise<void> => {
    let failures = 0;
    do {
      again = false;
      try {
        await pull();
        failures = 0;
      } catch (error) {
        if (signal.aborted || !isConnected()) return;
        onError(error);
        again = true;
        await clock.wait(Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures), signal);
        failures = Math.min(10, failures + 1);
      }
    } while (again && !signal.aborted);
  };
  return () => {
    again = true;
    running ??= run().finally(() => (running = null));
    return running;
  };
}
