import type { MailError } from '../../preload/contract/index.ts';

/** Those who wait for a run to end. */
export class Waiters {
  readonly #waiting = new Set<{ resolve(): void; reject(error: MailError): void }>();

  /** Resolves at the next `settle(null)`, rejects with the error of another. */
  wait(): Promise<void> {
    return new Promise((resolve, reject) => this.#waiting.add({ resolve, reject }));
  }

  settle(error: MailError | null): void {
    for (const waiter of this.#waiting) {
      if (error === null) waiter.resolve();
      else waiter.reject(error);
    }
    this.#waiting.clear();
  }
}
