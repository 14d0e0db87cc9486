import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../../main/engine/ports.ts';
import { SILENCE_MS, watchSilence } from '../../../../main/engine/imap/watchSilence.ts';

/** A clock that goes where it is told; timers run in order. */
class FakeClock implements Clock {
  #now = 0;
  #timers: { at: number; run: () => void }[] = [];

  now = (): number => this.#now;

  setTimer = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((left, right) => left.at - right.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }
}

describe('watchSilence', () => {
  it('speaks once, after the silence, and not while bytes come or after the end', () => {
    const clock = new FakeClock();
    let received = 0;
    let silences = 0;
    const start = (): (() => void) =>
      watchSilence({ clock, received: () => received, onSilence: () => (silences += 1) });

    start();
    for (let minute = 0; minute < 10; minute += 1) {
      received += 1;
      clock.advance(SILENCE_MS / 2);
    }
    expect(silences).toBe(0);
    clock.advance(SILENCE_MS * 3);
    expect(silences).toBe(1);

    const stop = start();
    clock.advance(SILENCE_MS / 2);
    stop();
    clock.advance(SILENCE_MS * 3);
    expect(silences).toBe(1);
  });
});
