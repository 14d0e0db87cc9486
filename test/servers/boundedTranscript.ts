/** Keeps the first `limitBytes` of what passes and counts all of it. */
export class BoundedTranscript {
  readonly #chunks: Buffer[] = [];
  #kept = 0;
  #total = 0;

  constructor(readonly limitBytes: number = 1024 * 1024) {}

  add(chunk: Uint8Array): void {
    this.#total += chunk.length;
    const room = this.limitBytes - this.#kept;
    if (room <= 0) return;
    const kept = Buffer.from(chunk.subarray(0, room));
    this.#chunks.push(kept);
    this.#kept += kept.length;
  }

  /** Everything that passed, kept or not. */
  get totalBytes(): number {
    return this.#total;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return this.bytes.toString('latin1');
  }
}
