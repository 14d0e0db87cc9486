import type { Duplex } from 'node:stream';

const initialCapacityBytes = 4096;
const defaultLimitBytes = 64 * 1024 * 1024;

/** The peer closed before what was asked for had arrived. */
export class ConnectionClosedError extends Error {
  constructor(readonly received: Buffer) {
    super(`connection closed; unread: ${JSON.stringify(received.subarray(0, 200).toString('latin1'))}`);
  }
}

/**
 * Pull-style reading from a socket for the servers of the tests: one reader at a time, bytes untouched.
 * Every read rejects with ConnectionClosedError when the peer closes first, and when more than `limitBytes` wait.
 */
export class SocketReader {
  #buffer: Buffer = Buffer.allocUnsafe(initialCapacityBytes);
  #start = 0;
  #end = 0;
  #closed = false;
  #wake: (() => void) | undefined;
  readonly #onData: (chunk: Buffer) => void;
  readonly #onClose: () => void;

  constructor(
    readonly socket: Duplex,
    limitBytes: number = defaultLimitBytes,
  ) {
    this.#onData = (chunk) => {
      this.#append(chunk);
      if (this.#end - this.#start > limitBytes) {
        this.#closed = true;
        socket.destroy();
      }
      this.#wake?.();
    };
    this.#onClose = () => {
      this.#closed = true;
      this.#wake?.();
    };
    socket.on('data', this.#onData).on('end', this.#onClose).on('close', this.#onClose);
  }

  /** Everything up to and including `marker`. */
  async through(marker: string): Promise<Buffer> {
    let from = 0;
    for (;;) {
      const unread = this.#unread();
      const at = unread.indexOf(marker, from, 'latin1');
      if (at >= 0) return this.#take(at + Buffer.byteLength(marker, 'latin1'));
      from = Math.max(0, unread.length - marker.length + 1);
      await this.#more();
    }
  }

  /** Exactly `count` bytes. */
  async exactly(count: number): Promise<Buffer> {
    while (this.#end - this.#start < count) await this.#more();
    return this.#take(count);
  }

  /** A dot-terminated block (RFC 5321 section 4.1.1.4), the final dot included, still dot-stuffed. */
  async throughDot(): Promise<Buffer> {
    while (this.#end - this.#start < 3) await this.#more();
    return this.#unread().subarray(0, 3).equals(Buffer.from('.\r\n'))
      ? this.#take(3)
      : this.through('\r\n.\r\n');
  }

  /** Stops listening and hands back what came but was not read (before a socket is upgraded to TLS). */
  detach(): Buffer {
    this.socket.pause();
    this.socket.off('data', this.#onData).off('end', this.#onClose).off('close', this.#onClose);
    return this.#take(this.#end - this.#start);
  }

  #unread(): Buffer {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  #take(count: number): Buffer {
    // A copy: the space is used again by the next append.
    const part = Buffer.from(this.#buffer.subarray(this.#start, this.#start + count));
    this.#start += count;
    return part;
  }

  async #more(): Promise<void> {
    if (this.#closed) throw new ConnectionClosedError(Buffer.from(this.#unread()));
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }

  #append(chunk: Buffer): void {
    if (this.#end + chunk.length > this.#buffer.length) {
      const unread = this.#unread();
      const grown = Buffer.allocUnsafe(Math.max(initialCapacityBytes, (unread.length + chunk.length) * 2));
      unread.copy(grown);
      this.#end = unread.length;
      this.#start = 0;
      this.#buffer = grown;
    }
    chunk.copy(this.#buffer, this.#end);
    this.#end += chunk.length;
  }
}
