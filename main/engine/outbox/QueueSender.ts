import { toErrorData, type OutboxId } from '../../../preload/contract/index.ts';
import type { Submission, SubmissionOutcome } from '../smtp/submission.ts';
import type { RunnerParts } from './RunnerParts.ts';
import type { EntryChanges } from './EntryChanges.ts';
import type { OutboxEntry } from './outboxRecords.ts';
import { nextOutboxState, wrongState, type OutboxEvent } from './outboxStates.ts';
import { openRecipients, settleAttempt } from './settleAttempt.ts';

/** Some providers allow no more at once. */
const maximumLanes = 3;
/** From this many waiting messages on another connection is worth opening. */
const longQueue = 8;

/** Sends what one account has queued, over one connection, up to three for a long queue. */
export class QueueSender {
  readonly #parts: RunnerParts;
  readonly #changes: EntryChanges;
  readonly #signal: AbortSignal;
  /** One connection each; the first is always used first. */
  readonly #submissions: (Submission | undefined)[] = [];
  /** Being sent at this moment: the book learns of it only when the disk has. */
  readonly #claimed = new Set<OutboxId>();
  readonly #handedOver = new Set<OutboxId>();

  constructor(parts: RunnerParts, changes: EntryChanges, signal: AbortSignal) {
    this.#parts = parts;
    this.#changes = changes;
    this.#signal = signal;
  }

  /** A message is with the server, whose answer is still to come. */
  get awaitsAnswer(): boolean {
    return this.#handedOver.size > 0;
  }

  get hasWork(): boolean {
    return this.#firstQueued() !== null;
  }

  /** Closes its connections; never rejects. */
  async hangUp(): Promise<void> {
    const open = this.#submissions.splice(0).filter((submission) => submission !== undefined);
    await Promise.all(
      open.map((submission) =>
        submission.close().catch((error: unknown) => this.#changes.log('closing the connection', error)),
      ),
    );
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
  async send(isStopping: () => boolean): Promise<void> {
    const lanes: Promise<void>[] = [];
    let failure: Error | null = null;
    const send = async (lane: number): Promise<void> => {
      // The outcome of one message is written down while the next one is on its way, and before its final dot.
      let written: Promise<unknown> = Promise.resolve();
      try {
        for (;;) {
          const queued = this.#firstQueued();
          if (queued === null || isStopping() || failure !== null) break;
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
    const started = this.#changes.changeUnlessDecided(id, (progress) => ({
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
      await this.#changes.insist(id, (progress) => ({
        ...progress,
        state: nextOutboxState(progress.state, { name: 'interrupted' }),
        attempts: progress.attempts - 1,
        handedOver: false,
      }));
      return;
    }
    const settled = await this.#changes.insist(id, (progress) => {
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
        signal: this.#signal,
        beforeHandover: async () => {
          const [started] = await Promise.all([
            before[0],
            // Behind `sending` in the journal: both in one flush.
            this.#changes.change(item.id, (latest) => {
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
        await this.#changes.apply(other.item.id, event);
  }

  /** The server answers again: whatever waits for it alone waits no longer. */
  async #release(): Promise<void> {
    for (const { item, progress } of this.#mine())
      if (progress.state.name === 'retrying' && progress.state.error.scope !== 'message')
        await this.#changes.apply(item.id, { name: 'timeReached' });
  }

  #mine(): Iterable<OutboxEntry> {
    return this.#parts.book.openOf(this.#parts.accountId);
  }
}
