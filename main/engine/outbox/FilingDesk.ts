import { MailError, toErrorData, type EpochMs, type OutboxId } from '../../../preload/contract/index.ts';
import type { OutboxBook } from './OutboxBook.ts';
import type { OutboxPorts } from './OutboxPorts.ts';
import type { OutboxEntry, OutboxProgress } from './outboxRecords.ts';
import { nextOutboxState } from './outboxStates.ts';
import type { SentFiling } from './SentFiling.ts';
import { settleAsSent } from './settleAttempt.ts';

const minuteMs = 60_000;
/** Pauses between attempts to file, to deliver a notice or to look for an uncertain message; the last one repeats. */
const pausesMs = [5000, minuteMs, 5 * minuteMs, 15 * minuteMs];

/**
 * Sees to it that what left is filed, what was given up is told, and what is uncertain is looked for, until it
 * worked. Each step may be repeated without harm, so a crash between the step and its record costs one repetition.
 */
export class FilingDesk {
  readonly #book: OutboxBook;
  readonly #filing: Pick<SentFiling, 'fileSent' | 'liesInSent' | 'deliverNotice'>;
  readonly #ports: Pick<OutboxPorts, 'clock' | 'logger' | 'emit'>;
  readonly #tries = new Map<OutboxId, { readonly count: number; readonly nextAt: EpochMs }>();

  constructor(
    book: OutboxBook,
    filing: Pick<SentFiling, 'fileSent' | 'liesInSent' | 'deliverNotice'>,
    ports: Pick<OutboxPorts, 'clock' | 'logger' | 'emit'>,
  ) {
    this.#book = book;
    this.#filing = filing;
    this.#ports = ports;
  }

  /** When there is something to do for this message; null for nothing. */
  dueAt(entry: OutboxEntry, now: EpochMs): EpochMs | null {
    return hasWork(entry.progress) ? (this.#tries.get(entry.item.id)?.nextAt ?? now) : null;
  }

  isDue(entry: OutboxEntry, now: EpochMs): boolean {
    const at = this.dueAt(entry, now);
    return at !== null && at <= now;
  }

  /** Forgets the pauses: the person says that it may work now. */
  forgetPauses(id: OutboxId): void {
    this.#tries.delete(id);
  }

  /** One step. A failure of the mailbox is a later try; only a journal that cannot be written rejects. */
  async file(entry: OutboxEntry, signal: AbortSignal): Promise<void> {
    const { id } = entry.item;
    let settle: (progress: OutboxProgress) => OutboxProgress;
    try {
      settle = await this.#step(entry, signal);
    } catch (error) {
      if (signal.aborted) return;
      const count = (this.#tries.get(id)?.count ?? 0) + 1;
      const pause = pausesMs[Math.min(count, pausesMs.length) - 1] ?? minuteMs;
      this.#tries.set(id, { count, nextAt: this.#ports.clock.now() + pause });
      this.#ports.logger.log('warn', 'outbox', 'filing will be tried again', {
        code: toErrorData(error).code,
      });
      return;
    }
    this.#tries.delete(id);
    try {
      await this.#book.change(id, ({ progress }) => settle(progress));
      this.#ports.emit('outbox.changed', {});
    } catch (error) {
      // The person decided meanwhile; the next look at the book goes on from there.
      if (!(error instanceof MailError && error.code === 'outbox.wrongState')) throw error;
    }
  }

  async #step(
    entry: OutboxEntry,
    signal: AbortSignal,
  ): Promise<(progress: OutboxProgress) => OutboxProgress> {
    if (entry.progress.notice === 'due') {
      await this.#filing.deliverNotice(entry, signal);
      return (progress) => ({ ...progress, notice: 'delivered' });
    }
    const now = this.#ports.clock.now();
    if (entry.progress.state.name === 'uncertain') {
      if (!(await this.#filing.liesInSent(entry, signal)))
        throw new MailError('smtp.outcomeUnknown', 'not found in Sent');
      return (progress) => {
        const { event, recipients } = settleAsSent(progress, now);
        return { ...progress, state: nextOutboxState(progress.state, event), recipients };
      };
    }
    await this.#filing.fileSent(entry, signal);
    return (progress) => ({
      ...progress,
      state: nextOutboxState(progress.state, { name: 'filed', at: now }),
    });
  }
}

/** A copy in Sent proves nothing for an attempt whose message had been taken for others before: that one is not looked for. */
function hasWork({ state, notice, recipients }: OutboxProgress): boolean {
  if (notice === 'due' || state.name === 'accepted') return true;
  if (state.name === 'partlyRefused') return !state.filed;
  return state.name === 'uncertain' && !recipients.some(({ status }) => status === 'accepted');
}
