import type { EpochMs } from '../../../preload/contract/index.ts';
import { EntryChanges } from './EntryChanges.ts';
import type { OutboxEntry, OutboxProgress } from './outboxRecords.ts';
import { QueueSender } from './QueueSender.ts';
import type { RunnerParts } from './RunnerParts.ts';
import { longestPauseMs, type RetrySchedule } from './retrySchedule.ts';

const minuteMs = 60_000;
/** Timers are re-read at least this often, for clocks that jump and computers that sleep. */
const longestTimerMs = 10 * minuteMs;
/** How long stopping waits for the answer to a message that is handed over: without it nobody would know. */
const answerGraceMs = 8000;

/**
 * Sends one account's messages (`QueueSender`) and files them. It runs while there is something due, then sleeps until the next time in the book. Everything it does is first written in the book.
 */
export class AccountRunner {
  readonly #parts: RunnerParts;
  readonly #stop = new AbortController();
  readonly #changes: EntryChanges;
  readonly #sender: QueueSender;
  #running: Promise<void> | null = null;
  #wanted = false;
  #cancelTimer: () => void = () => undefined;
  #stopping = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#changes = new EntryChanges(parts, this.#stop.signal);
    this.#sender = new QueueSender(parts, this.#changes, this.#stop.signal);
  }

  /** Looks at the book now. Never rejects, returns at once. */
  wake(): void {
    this.#wanted = true;
    if (this.#running !== null || this.#stopping) return;
    this.#cancelTimer();
    this.#running = this.#run().finally(() => {
      this.#running = null;
      if (this.#wanted) this.wake();
      else this.#sleep();
    });
  }

  /** Stops after the present step: an attempt not yet handed over is given up, an answer is waited for a little. */
  async close(): Promise<void> {
    this.#stopping = true;
    this.#cancelTimer();
    let cancelGrace = (): void => undefined;
    if (this.#sender.awaitsAnswer)
      cancelGrace = this.#parts.ports.clock.setTimer(answerGraceMs, () => this.#stop.abort());
    else this.#stop.abort();
    await this.#running;
    cancelGrace();
    this.#stop.abort();
  }

  async #run(): Promise<void> {
    try {
      while (!this.#stopping) {
        this.#wanted = false;
        const step = this.#nextStep();
        if (step === null) break;
        await step();
      }
    } catch (error) {
      this.#changes.log('the outbox paused', error);
      await this.#changes.pause();
      this.#wanted = true;
    } finally {
      await this.#sender.hangUp();
    }
  }

  /** Promote what is due, then send, then file; sending goes first because somebody waits for it. */
  #nextStep(): (() => Promise<unknown>) | null {
    const now = this.#parts.ports.clock.now();
    for (const { item, progress } of this.#mine())
      if (isDue(progress, now, this.#parts.schedule))
        return () => this.#changes.apply(item.id, { name: 'timeReached' });
    if (this.#sender.hasWork) return () => this.#sender.send(() => this.#stopping);
    for (const entry of this.#mine())
      if (this.#parts.desk.isDue(entry, now))
        return async () => {
          // A mailbox may take its time; the sending server need not wait for it.
          await this.#sender.hangUp();
          await this.#parts.desk.file(entry, this.#stop.signal);
        };
    return null;
  }

  #mine(): Iterable<OutboxEntry> {
    return this.#parts.book.openOf(this.#parts.accountId);
  }

  #sleep(): void {
    if (this.#stopping) return;
    const now = this.#parts.ports.clock.now();
    const times = [...this.#mine()].flatMap((entry) => {
      const { state } = entry.progress;
      if (state.name === 'waiting') return [state.until];
      if (state.name === 'retrying') return [state.at];
      const at = this.#parts.desk.dueAt(entry, now);
      return at === null ? [] : [at];
    });
    if (times.length === 0) return;
    const pause = Math.min(Math.max(Math.min(...times) - now, 1), longestTimerMs);
    this.#cancelTimer = this.#parts.ports.clock.setTimer(pause, () => this.wake());
  }
}

function isDue({ state }: OutboxProgress, now: EpochMs, schedule: RetrySchedule): boolean {
  if (state.name === 'waiting') return state.until <= now;
  if (state.name !== 'retrying') return false;
  // Further away than any pause: the clock was set back meanwhile.
  return state.at <= now || state.at > now + longestPauseMs(schedule);
}
