import type { SyncClock } from './SyncPorts.ts';

/** Lets a loop sleep until a time or until something happens; what happens while it works is not lost. */
export class Wakeup {
  readonly #clock: SyncClock;
  #pending = false;
  #alarm: AbortController | null = null;

  constructor(clock: SyncClock) {
    this.#clock = clock;
  }

  /** Ends the sleep under way, or the next one. */
  ring(): void {
    this.#pending = true;
    this.#alarm?.abort();
  }

  /** Resolves at `untilMs` (never, when null), when rung or when `signal` is aborted. */
  async sleep(untilMs: number | null, signal: AbortSignal): Promise<void> {
    const alarm = new AbortController();
    this.#alarm = alarm;
    if (!this.#pending) {
      const either = AbortSignal.any([alarm.signal, signal]);
      // Timers overflow at 2^31 ms; whoever sleeps that long may as well look again after a day.
      const ms = untilMs === null ? LONGEST_MS : Math.min(LONGEST_MS, untilMs - this.#clock.now());
      await this.#clock.wait(Math.max(0, ms), either);
    }
    this.#alarm = null;
    this.#pending = false;
  }
}

const LONGEST_MS = 24 * 3_600_000;
