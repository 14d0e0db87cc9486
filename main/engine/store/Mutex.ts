/** Runs tasks one after another, in the order asked. A failed task does not stop those behind it. */
export class Mutex {
  #tail: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task);
    this.#tail = result.then(
      () => undefined,
      () => undefined, // reported to the caller through `result`
    );
    return result;
  }
}
