/** Time as the demo world sees it. Injected, so that a test can make half an hour pass at once. */
export interface DemoClock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number;
  /** Runs `run` once after `delayMs`; the returned function calls it off. */
  schedule(delayMs: number, run: () => void): () => void;
}

/** The machine's own clock. Timers do not keep the process alive. */
export const systemClock: DemoClock = {
  now: () => Date.now(),
  schedule: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
