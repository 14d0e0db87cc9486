import type { Uid } from '../../../preload/contract/index.ts';

export interface MessageSource {
  readonly uid: Uid;
  readonly source: Uint8Array;
}

/** What can be made to wait. */
interface Reading {
  pauseReading(): void;
  resumeReading(): void;
}

/** Above this the connection is not read; a message that is under way still comes in whole. */
const HIGH_BYTES = 8 * 1024 * 1024;

/** Messages between the connection that brings them and the reader that takes them, bounded by making the first wait. */
export class SourceQueue implements AsyncIterable<MessageSource> {
  readonly #messages: MessageSource[] = [];
  #bytes = 0;
  #reading: Reading | null = null;
  #paused = false;
  #left = false;
  #ended = false;
  #error: Error | null = null;
  #wake: () => void = () => undefined;

  /** Whom to make wait. */
  attach(reading: Reading): void {
    this.#reading = reading;
  }

  /** The connection goes back to others: never left paused. */
  detach(): void {
    this.#resume();
    this.#reading = null;
  }

  push(message: MessageSource): void {
    if (this.#left) return;
    this.#messages.push(message);
    this.#bytes += message.source.length;
    if (this.#bytes >= HIGH_BYTES && !this.#paused) {
      this.#paused = true;
      this.#reading?.pauseReading();
    }
    this.#wake();
  }

  end(error: Error | null): void {
    this.#ended = true;
    this.#error = error;
    this.#wake();
  }

  /** The reader has enough: what still comes is dropped. */
  leave(): void {
    this.#left = true;
    this.#messages.length = 0;
    this.#bytes = 0;
    this.#resume();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<MessageSource> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) {
        this.#bytes -= message.source.length;
        if (this.#bytes < HIGH_BYTES / 2) this.#resume();
        yield message;
      } else if (this.#ended) {
        if (this.#error !== null) throw this.#error;
        return;
      } else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  #resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#reading?.resumeReading();
  }
}
