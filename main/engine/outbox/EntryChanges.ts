import { MailError, toErrorData, type OutboxId } from '../../../preload/contract/index.ts';
import type { OutboxEntry, OutboxProgress } from './outboxRecords.ts';
import { nextOutboxState, type OutboxEvent } from './outboxStates.ts';
import type { RunnerParts } from './RunnerParts.ts';

/** A disk that refuses is asked again after this; nothing is sent meanwhile. */
const diskPauseMs = 10_000;

type Decide = (progress: OutboxProgress) => OutboxProgress;

/** How a runner changes its entries in the book, and what it does when the disk or the person says no. */
export class EntryChanges {
  readonly #parts: Pick<RunnerParts, 'accountId' | 'book' | 'ports' | 'onChange'>;
  readonly #signal: AbortSignal;

  constructor(parts: Pick<RunnerParts, 'accountId' | 'book' | 'ports' | 'onChange'>, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
  }

  apply(id: OutboxId, event: OutboxEvent): Promise<OutboxEntry | null> {
    return this.changeUnlessDecided(id, (progress) => ({
      ...progress,
      state: nextOutboxState(progress.state, event),
    }));
  }

  /** Null when the person was quicker (took it back, asked for a retry): the next look at the book decides anew. */
  async changeUnlessDecided(id: OutboxId, decide: Decide): Promise<OutboxEntry | null> {
    try {
      return await this.change(id, decide);
    } catch (error) {
      if (error instanceof MailError && error.code.startsWith('outbox.')) return null;
      throw error;
    }
  }

  async change(id: OutboxId, decide: Decide): Promise<OutboxEntry> {
    const changed = await this.#parts.book.change(id, ({ progress }) => decide(progress));
    this.#parts.onChange();
    return changed;
  }

  /** An outcome that cannot be written down is tried again until it can, and nothing else is sent; null when stopped. */
  async insist(id: OutboxId, decide: Decide): Promise<OutboxEntry | null> {
    for (;;) {
      try {
        return await this.changeUnlessDecided(id, decide);
      } catch (error) {
        this.log('an outcome could not be written down', error);
        // The journal keeps `sending`: after a restart that reads as interrupted or uncertain, which is true.
        if (this.#signal.aborted) return null;
        await this.pause();
      }
    }
  }

  /** Waits out a failing disk, or until the runner stops. */
  pause(ms = diskPauseMs): Promise<void> {
    const signal = this.#signal;
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

  log(message: string, error: unknown): void {
    const { code } = toErrorData(error);
    this.#parts.ports.logger.log('warn', 'outbox', message, { accountId: this.#parts.accountId, code });
  }
}
