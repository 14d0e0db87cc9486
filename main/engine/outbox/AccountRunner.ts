import {
  MailError,
  toErrorData,
  type AccountId,
  type EpochMs,
  type OutboxId,
} from '../../../preload/contract/index.ts';
import type { Submission, SubmissionOutcome } from '../smtp/submission.ts';
import type { FilingDesk } from './FilingDesk.ts';
import type { OutboxBook } from './OutboxBook.ts';
import type { OutboxPorts } from './OutboxPorts.ts';
import type { OutgoingFiles } from './OutgoingFiles.ts';
import type { OutboxEntry, OutboxProgress } from './outboxRecords.ts';
import { nextOutboxState, wrongState, type OutboxEvent } from './outboxStates.ts';
import { longestPauseMs, type RetrySchedule } from './retrySchedule.ts';
import { openRecipients, settleAttempt } from './settleAttempt.ts';

const minuteMs = 60_000;
/** A disk that refuses is asked again after this; nothing is sent meanwhile. */
const diskPauseMs = 10_000;
/** Timers are re-read at least this often, for clocks that jump and computers that sleep. */
const longestTimerMs = 10 * minuteMs;
/** How long stopping waits for the answer to a message that is handed over: without it nobody would know. */
const answerGraceMs = 8000;
/** Some providers allow no more at once. */
const maximumLanes = 3;
/** From this many waiting messages on another connection is worth opening. */
const longQueue = 8;

export interface RunnerParts {
  readonly accountId: AccountId;
  readonly book: OutboxBook;
  readonly files: OutgoingFiles;
  readonly desk: FilingDesk;
  readonly ports: OutboxPorts;
  readonly schedule: RetrySchedule;
  readonly random: () => number;
  readonly onChange: () => void;
}

/**
 * Sends one account's messages, one after another over one connection (up to three for a long queue), and files them. It runs while there is
 * something due, then sleeps until the next time in the book. Everything it does is first written in the book.
 */
export class AccountRunner {
  readonly #parts: RunnerParts;
  readonly #stop = new AbortController();
  /** One connection each; the first is always used first. */
  readonly #submissions: (Submission | undefined)[] = [];
  /** Being sent at this moment: the book learns of it only when the disk has. */
  readonly #claimed = new Set<OutboxId>();
  #running: Promise<void> | null = null;
  #wanted = false;
  #cancelTimer: () => void = () => undefined;
  readonly #handedOver = new Set<OutboxId>();
  #stopping = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
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
    if (this.#handedOver.size > 0)
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
      this.#log('the outbox paused', error);
      await this.#pause(diskPauseMs);
      this.#wanted = true;
    } finally {
      await this.#hangUp();
    }
  }

  async #hangUp(): Promise<void> {
    const open = this.#submissions.splice(0).filter((submission) => submission !== undefined);
    await Promise.all(
      open.map((submission) =>
        submission.close().catch((error: unknown) => this.#log('closing the connection', error)),
      ),
    );
  }

  /** Promote what is due, then send, then file; sending goes first because somebody waits for it. */
  #nextStep(): (() => Promise<unknown>) | null {
    const now = this.#parts.ports.clock.now();
    for (const { item, progress } of this.#mine())
      if (isDue(progress, now, this.#parts.schedule))
        return () => this.#apply(item.id, { name: 'timeReached' });
    if (this.#firstQueued() !== null) return () => this.#sendQueue();
    for (const entry of this.#mine())
      if (this.#parts.desk.isDue(entry, now))
        return async () => {
          // A mailbox may take its time; the sending server need not wait for it.
          await this.#hangUp();
          await this.#parts.desk.file(entry, this.#stop.signal);
        };
    return null;
  }

  #mine(): Iterable<OutboxEntry> {
    return this.#parts.book.openOf(this.#parts.accountId);
  }

  #firstQueued(): OutboxEntry | null {
    for (const entry of this.#mine())
      if (entry.progress.state.name === 'queued' && !this.#claimed.has(entry.item.id)) return entry;
    return null;
  }

  #isLongQueue(): boolean {
    let queued = 0;
    for (const { progress } of this.#mine())
      if (progress.state.name === 'queued' && (queued += 1) > longQueue) return true;
    return false;
  }

  /**
   * Sends what is queued, over one connection; over more of them when much is, once the first message was taken:
   * a server that cannot be reached is asked once, not twice.
   */
  async #sendQueue(): Promise<void> {
    const lanes: Promise<void>[] = [];
    let failure: Error | null = null;
    const send = async (lane: number): Promise<void> => {
      // The outcome of one message is written down while the next one is on its way, and before its final dot.
      let written: Promise<unknown> = Promise.resolve();
      try {
        for (;;) {
          const queued = this.#firstQueued();
          if (queued === null || this.#stopping || failure !== null) break;
          const attempt = await this.#attempt(queued, lane, written);
          await written;
          written = attempt.written;
          written.catch(() => undefined /* awaited below */);
          if (!attempt.taken) await written;
          else if (lanes.length < maximumLanes && this.#isLongQueue()) lanes.push(send(lanes.length));
        }
        await written;
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
      }
    };
    lanes.push(send(0));
    // More may come while the first ones are awaited.
    for (let lane = 0; lane < lanes.length; lane += 1) await lanes[lane];
    // Set by a lane, which the compiler does not see.
    if ((failure as Error | null) !== null) throw failure as unknown as Error;
  }

  /**
   * One attempt. Durable order: `sending` and `handedOver` before the final dot; the outcome after it, before the
   * final dot of whatever comes next. A kill before `handedOver` is on disk proves that no server has the message; a
   * kill after it proves nothing. `taken`: the server took it, so another may follow at once.
   */
  async #attempt(
    queued: OutboxEntry,
    lane: number,
    before: Promise<unknown>,
  ): Promise<{ readonly taken: boolean; readonly written: Promise<unknown> }> {
    const { clock } = this.#parts.ports;
    const { id } = queued.item;
    this.#claimed.add(id);
    const started = this.#changeUnlessDecided(id, (progress) => ({
      ...progress,
      state: nextOutboxState(progress.state, { name: 'attemptStarted', at: clock.now() }),
      attempts: progress.attempts + 1,
      handedOver: false,
    }));
    started.catch(() => undefined /* awaited before the final dot */);
    const outcome = await this.#submit(queued, lane, [started, before]);
    this.#handedOver.delete(id);
    let entry: OutboxEntry | null;
    try {
      entry = await started;
    } finally {
      this.#claimed.delete(id);
    }
    if (entry === null) return { taken: false, written: Promise.resolve() };
    const taken = outcome.kind === 'accepted' || outcome.kind === 'partlyRefused';
    return { taken, written: this.#settle(id, outcome) };
  }

  async #settle(id: OutboxId, outcome: SubmissionOutcome): Promise<void> {
    const { clock } = this.#parts.ports;
    if (outcome.kind === 'deferred' && outcome.error.code === 'cancelled') {
      await this.#insist(id, (progress) => ({
        ...progress,
        state: nextOutboxState(progress.state, { name: 'interrupted' }),
        attempts: progress.attempts - 1,
        handedOver: false,
      }));
      return;
    }
    const settled = await this.#insist(id, (progress) => {
      const at = { now: clock.now(), random: this.#parts.random(), schedule: this.#parts.schedule };
      const { event, recipients, notice } = settleAttempt(progress, outcome, at);
      return { ...progress, state: nextOutboxState(progress.state, event), recipients, notice };
    });
    if (settled === null) return;
    if (outcome.kind !== 'deferred') await this.#release();
    else if (outcome.error.scope !== 'message') await this.#hold(settled);
  }

  async #submit(
    entry: OutboxEntry,
    lane: number,
    before: readonly Promise<unknown>[],
  ): Promise<SubmissionOutcome> {
    const { item, progress } = entry;
    const to = openRecipients(progress.recipients).map(({ recipient }) => recipient.address);
    try {
      const submission = (this.#submissions[lane] ??= await this.#parts.ports.submissionFor(item.accountId));
      return await submission.submit({
        envelope: { from: item.from.address, to, id: item.messageId },
        source: this.#parts.files.source(entry),
        signal: this.#stop.signal,
        beforeHandover: async () => {
          const [started] = await Promise.all([
            before[0],
            // Behind `sending` in the journal: both in one flush.
            this.#change(item.id, (latest) => {
              if (latest.state.name !== 'sending') throw wrongState(latest.state.name, 'handing over');
              return { ...latest, handedOver: true };
            }),
            ...before,
          ]);
          if (started === null) throw wrongState('cancelled', 'handing over');
          this.#handedOver.add(item.id);
        },
      });
    } catch (error) {
      // Only setting up can throw (no secret, no account); nothing was sent.
      return { kind: 'deferred', recipients: [], error: { ...toErrorData(error), scope: 'account' } };
    }
  }

  /** The server or the login failed: the rest of the queue waits with it instead of failing one by one. */
  async #hold(failed: OutboxEntry): Promise<void> {
    const { state } = failed.progress;
    if (state.name !== 'retrying') return;
    const event: OutboxEvent = { name: 'deferred', until: state.at, error: state.error };
    for (const other of this.#mine())
      if (other.progress.state.name === 'queued' && !this.#claimed.has(other.item.id))
        await this.#apply(other.item.id, event);
  }

  /** The server answers again: whatever waits for it alone waits no longer. */
  async #release(): Promise<void> {
    for (const { item, progress } of this.#mine())
      if (progress.state.name === 'retrying' && progress.state.error.scope !== 'message')
        await this.#apply(item.id, { name: 'timeReached' });
  }

  #apply(id: OutboxId, event: OutboxEvent): Promise<OutboxEntry | null> {
    return this.#changeUnlessDecided(id, (progress) => ({
      ...progress,
      state: nextOutboxState(progress.state, event),
    }));
  }

  /** Null when the person was quicker (took it back, asked for a retry): the next look at the book decides anew. */
  async #changeUnlessDecided(
    id: OutboxId,
    decide: (progress: OutboxProgress) => OutboxProgress,
  ): Promise<OutboxEntry | null> {
    try {
      return await this.#change(id, decide);
    } catch (error) {
      if (error instanceof MailError && error.code.startsWith('outbox.')) return null;
      throw error;
    }
  }

  async #change(id: OutboxId, decide: (progress: OutboxProgress) => OutboxProgress): Promise<OutboxEntry> {
    const changed = await this.#parts.book.change(id, ({ progress }) => decide(progress));
    this.#parts.onChange();
    return changed;
  }

  /** An outcome that cannot be written down is tried again until it can, and nothing else is sent; null when stopped. */
  async #insist(
    id: OutboxId,
    decide: (progress: OutboxProgress) => OutboxProgress,
  ): Promise<OutboxEntry | null> {
    for (;;) {
      try {
        return await this.#changeUnlessDecided(id, decide);
      } catch (error) {
        this.#log('an outcome could not be written down', error);
        // The journal keeps `sending`: after a restart that reads as interrupted or uncertain, which is true.
        if (this.#stop.signal.aborted) return null;
        await this.#pause(diskPauseMs);
      }
    }
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

  #pause(ms: number): Promise<void> {
    const { signal } = this.#stop;
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = (): void => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.#parts.ports.clock.setTimer(ms, end);
      signal.addEventListener('abort', end);
    });
  }

  #log(message: string, error: unknown): void {
    const { code } = toErrorData(error);
    this.#parts.ports.logger.log('warn', 'outbox', message, { accountId: this.#parts.accountId, code });
  }
}

function isDue({ state }: OutboxProgress, now: EpochMs, schedule: RetrySchedule): boolean {
  if (state.name === 'waiting') return state.until <= now;
  if (state.name !== 'retrying') return false;
  // Further away than any pause: the clock was set back meanwhile.
  return state.at <= now || state.at > now + longestPauseMs(schedule);
}
