import type { Clock } from '../ports.ts';

/** setTimeout counts in 32 bits and fires at once beyond. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The real time. Timers longer than 24 days fire after 24 days. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (ms, run) => {
    const timer = setTimeout(run, Math.min(ms, MAX_TIMER_MS));
    return () => clearTimeout(timer);
  },
};
