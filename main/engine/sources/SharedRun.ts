/** One piece of work that several callers wait for. It ends early when the last of them gives up, or by `end`. */
export class SharedRun<T> {
  readonly #stop = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#result = work(this.#stop.signal);
  }

  /** It was told to end: whoever comes now wants another run. */
  get isEnding(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Waits for the result; rejects at once when `signal` aborts, though others may still wait. */
  join(signal: AbortSignal): Promise<T> {
    this.#waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting -= 1;
        if (this.#waiting === 0) this.#stop.abort(signal.reason);
        reject(signal.reason as Error); // what an AbortSignal gives is an error by custom
      };
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
      this.#result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  /** Stops the work; resolves when it has let go of everything, however it ended. */
  async end(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled([this.#result]);
  }
}
