import type { DemoClock } from '../../../main/demo/clock.ts';

/** A clock that stands still until it is told to go on. */
export class ManualClock implements DemoClock {
  private timers: { readonly at: number; readonly run: () => void }[] = [];
  private nowMs: number;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  now(): number {
    return this.nowMs;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const timer = { at: this.nowMs + delayMs, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  }

  /** Lets time pass and runs what falls due in it, in order. */
  advance(ms: number): void {
    const end = this.nowMs + ms;
    for (let next = this.next(end); next !== undefined; next = this.next(end)) {
      this.timers = this.timers.filter((timer) => timer !== next);
      this.nowMs = next.at;
      next.run();
    }
    this.nowMs = end;
  }

  private next(end: number): { readonly at: number; readonly run: () => void } | undefined {
    return this.timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
  }
}
