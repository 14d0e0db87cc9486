import type { Clock, Logger } from '../ports.ts';
import type { MessageStore } from './MessageStore.ts';
import { StoreError } from './StoreError.ts';
import type { VerifyReport } from './storeTypes.ts';

/** How often it looks; a store that changed since the last look is not idle. */
export const UPKEEP_EVERY_MS = 600_000;
/** Space worth giving back: at least half of a segment, and not a trifle. */
const DEAD_SHARE = 0.5;
const DEAD_BYTES = 256 * 1024;
/** A journal is rewritten when it is this large and has grown to twice what the last rewrite left. */
const JOURNAL_BYTES = 4 * 1024 * 1024;

export interface StoreUpkeepOptions {
  readonly store: MessageStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of mail whose bytes are not what was stored, once per run of the program. */
  readonly onDamage: (report: VerifyReport) => void;
}

/**
 * What a store needs when nobody uses it: gives back the space of deleted messages, keeps the journal short, and once
 * reads everything against its hash. Ends when the store is closed; nothing is lost by that.
 */
export class StoreUpkeep {
  readonly #options: StoreUpkeepOptions;
  readonly #stop = new AbortController();
  #cancelTimer: () => void;
  #running: Promise<void> = Promise.resolve();
  #seenModseq: number;
  #journalBytesAfterRewrite = 0;
  #isVerified = false;

  constructor(options: StoreUpkeepOptions) {
    this.#options = options;
    this.#seenModseq = options.store.modseq;
    this.#cancelTimer = this.#later();
  }

  /** Resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#cancelTimer();
    this.#stop.abort();
    await this.#running;
  }

  #later(): () => void {
    return this.#options.clock.setTimer(UPKEEP_EVERY_MS, () => {
      this.#running = this.#look().finally(() => {
        if (!this.#stop.signal.aborted) this.#cancelTimer = this.#later();
      });
    });
  }

  async #look(): Promise<void> {
    const { store, logger } = this.#options;
    const isIdle = store.modseq === this.#seenModseq;
    this.#seenModseq = store.modseq;
    if (!isIdle || store.poisoned) return;
    try {
      await this.#keepUp();
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      // Everything is as it was before; a full disk may have room next time.
      logger.log('warn', 'store', 'upkeep failed', {
        code: error instanceof StoreError ? error.code : 'bug',
      });
    }
  }

  async #keepUp(): Promise<void> {
    const { store, logger, onDamage } = this.#options;
    const { signal } = this.#stop;
    const { removed } = await store.compact({ deadShare: DEAD_SHARE, deadBytes: DEAD_BYTES, signal });
    if (removed > 0) logger.log('info', 'store', 'compacted', { segments: removed });
    const limit = Math.max(JOURNAL_BYTES, 2 * this.#journalBytesAfterRewrite);
    if (removed > 0 || store.journalSizeBytes > limit) {
      await store.compactJournal();
      this.#journalBytesAfterRewrite = store.journalSizeBytes;
    }
    if (this.#isVerified) return;
    const report = await store.verify(signal);
    this.#isVerified = true;
    if (report.damaged.length === 0) return;
    await store.quarantine(report);
    logger.log('error', 'store', 'damaged mail', { messages: report.damaged.length });
    onDamage(report);
  }
}
