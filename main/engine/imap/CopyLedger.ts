/** A COPY whose answer has not been heard. */
export interface PendingCopy {
  readonly destinationUidValidity: number;
  /** The destination's UIDNEXT before the COPY: copies are at or above it. */
  readonly destinationUidNext: number;
}

const MAX_ENTRIES = 500;

/**
 * Remembers copies under way by operation id, so that a repeat after a lost answer looks for the copies instead of
 * making more. In memory only: after a restart of the host a repeated copy may make a second one, never lose one.
 */
export class CopyLedger {
  readonly #pending = new Map<string, PendingCopy>();

  begin(key: string, copy: PendingCopy): void {
    if (this.#pending.size >= MAX_ENTRIES) {
      const oldest = this.#pending.keys().next();
      if (oldest.done !== true) this.#pending.delete(oldest.value);
    }
    this.#pending.set(key, copy);
  }

  get(key: string): PendingCopy | null {
    return this.#pending.get(key) ?? null;
  }

  end(key: string): void {
    this.#pending.delete(key);
  }
}
