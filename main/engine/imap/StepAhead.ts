import type { FolderPath, SyncBatch, SyncCursor } from '../../../preload/contract/index.ts';
import type { Clock } from '../ports.ts';

export interface StepQuestion {
  readonly folder: FolderPath;
  readonly cursor: SyncCursor | null;
  readonly maxMessages: number;
}

interface Ahead {
  readonly question: StepQuestion;
  readonly answer: Promise<SyncBatch | null>;
  readonly abort: AbortController;
  readonly stopTimer: () => void;
}

/** An answer nobody has asked for by then is let go. */
const KEEP_MS = 10_000;

/**
 * One sync step read ahead: while the asker writes the last one down, the next is being fetched. It is given only to
 * the question it answers (same folder, same cursor, no more messages than allowed), so that it is no other thing than
 * an answer that was given at once and took its time.
 */
export class StepAhead {
  #ahead: Ahead | null = null;

  constructor(
    private readonly run: (question: StepQuestion, signal: AbortSignal) => Promise<SyncBatch>,
    private readonly clock: Clock,
  ) {}

  async step(question: StepQuestion, signal: AbortSignal): Promise<SyncBatch> {
    const ahead = this.#match(question);
    const early = ahead === null ? null : await given(ahead, signal);
    // Said before it was asked: the last answer must be one that was asked for, or a change would go unseen.
    if (early !== null && !early.more && early.nextCursor !== question.cursor)
      return { ...early, more: true };
    const batch = early !== null && early.more ? early : await this.run(question, signal);
    if (batch.more && !signal.aborted && this.#ahead === null)
      this.#begin({ ...question, cursor: batch.nextCursor });
    return batch;
  }

  /** Before anything changes on the server: what was read ahead would be older than the change. */
  forget(): void {
    const ahead = this.#ahead;
    this.#ahead = null;
    ahead?.stopTimer();
    ahead?.abort.abort();
  }

  /** What was read ahead, when it is what is asked for; it is nobody else's then. */
  #match(question: StepQuestion): Ahead | null {
    const ahead = this.#ahead;
    if (ahead === null) return null;
    if (
      ahead.question.folder !== question.folder ||
      ahead.question.cursor !== question.cursor ||
      ahead.question.maxMessages > question.maxMessages
    ) {
      this.forget();
      return null;
    }
    this.#ahead = null;
    ahead.stopTimer();
    return ahead;
  }

  #begin(question: StepQuestion): void {
    const abort = new AbortController();
    this.#ahead = {
      question,
      // A failure is met again, and told, by whoever asks.
      answer: this.run(question, abort.signal).catch(() => null),
      abort,
      stopTimer: this.clock.setTimer(KEEP_MS, () => this.forget()),
    };
  }
}

/** The answer; null when it failed. */
async function given(ahead: Ahead, signal: AbortSignal): Promise<SyncBatch | null> {
  const onAbort = (): void => ahead.abort.abort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const batch = await ahead.answer;
    signal.throwIfAborted();
    return batch;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
