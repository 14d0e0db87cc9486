import type { Draft, EpochMs } from '../../../preload/contract/index.ts';

export type SaveState = 'saved' | 'unsaved' | 'saving' | 'failed' | 'conflict';

export interface DraftSaverPorts {
  readonly save: (draft: Draft) => Promise<Draft>;
  readonly now: () => EpochMs;
  /** Runs once after `ms`; the returned function prevents it. */
  readonly setTimer: (ms: number, run: () => void) => () => void;
  readonly onState: (state: SaveState) => void;
  /** The failure of a save; the text stays where it is and the next change tries again. */
  readonly onError: (error: unknown) => void;
}

/** A pause in typing this long saves. */
const QUIET_MS = 1500;
/** Nobody who types without pause loses more than this. */
const AT_MOST_MS = 5000;

/**
 * Saves a draft while it is written: after a pause, at least every five seconds, one save at a time, and never over a
 * newer one. Another window's version (seen in an answer, or told by `seen`) stops the saving until `resolve`.
 */
export class DraftSaver {
  readonly #ports: DraftSaverPorts;
  /** What is known to lie with the host; anything newer is someone else's. */
  #stored: EpochMs;
  #current: (() => Draft) | null = null;
  #dirtySince: EpochMs | null = null;
  #cancelTimer: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #theirs: Draft | null = null;
  #closed = false;

  constructor(storedAt: EpochMs, ports: DraftSaverPorts) {
    this.#stored = storedAt;
    this.#ports = ports;
  }

  /** The other window's version that stands against ours. */
  get theirs(): Draft | null {
    return this.#theirs;
  }

  /** The draft changed; `current` gives it as it is when the save begins. */
  changed(current: () => Draft): void {
    if (this.#closed) return;
    this.#current = current;
    if (this.#theirs !== null) return;
    const now = this.#ports.now();
    this.#dirtySince ??= now;
    this.#ports.onState('unsaved');
    this.#cancelTimer?.();
    const delay = Math.min(QUIET_MS, Math.max(0, this.#dirtySince + AT_MOST_MS - now));
    this.#cancelTimer = this.#ports.setTimer(delay, () => {
      // Its outcome is told by onState and onError.
      this.flush().catch(this.#ports.onError);
    });
  }

  /** Saves what is not saved yet; resolves when nothing is under way. Failures go to `onError`. */
  async flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    while (this.#running !== null) await this.#running;
    if (this.#dirtySince === null || this.#current === null || this.#theirs !== null) return;
    this.#running = this.#save(this.#current).finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  /** The host holds this version of the draft now (a live query saw it). */
  seen(stored: Draft): void {
    if (stored.updatedAt <= this.#stored || this.#running !== null) return;
    this.#conflict(stored);
  }

  /** Ends a conflict: ours is saved as the newest, or theirs has been taken over by the caller. */
  resolve(keep: 'ours' | 'theirs'): void {
    if (this.#theirs === null) return;
    this.#stored = this.#theirs.updatedAt;
    this.#theirs = null;
    if (keep === 'ours' && this.#current !== null) {
      this.changed(this.#current);
      return;
    }
    this.#dirtySince = null;
    this.#ports.onState('saved');
  }

  /** Nothing is saved after this, not even what waits. */
  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#dirtySince = null;
  }

  async #save(current: () => Draft): Promise<void> {
    this.#dirtySince = null;
    this.#ports.onState('saving');
    // Later than what is stored even when the clock went back, or the host would ignore it.
    const draft = { ...current(), updatedAt: Math.max(this.#ports.now(), this.#stored + 1) };
    try {
      const stored = await this.#ports.save(draft);
      if (stored.updatedAt > draft.updatedAt) {
        this.#conflict(stored);
        return;
      }
      this.#stored = draft.updatedAt;
      this.#ports.onState(this.#dirtySince === null ? 'saved' : 'unsaved');
    } catch (error) {
      this.#dirtySince = this.#ports.now();
      this.#ports.onState('failed');
      this.#ports.onError(error);
    }
  }

  #conflict(theirs: Draft): void {
    this.#theirs = theirs;
    this.#cancelTimer?.();
    this.#ports.onState('conflict');
  }
}
