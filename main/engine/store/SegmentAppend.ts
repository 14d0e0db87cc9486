import { createHash } from 'node:crypto';
import { FromEscaper, separatorLine } from './mboxEscaping.ts';
import type { SegmentWriter } from './SegmentWriter.ts';
import { StoreError, toStoreError } from './StoreError.ts';
import type { MessageAppend, StagedMessage } from './storeTypes.ts';

const lf = 0x0a;
const blankLine = Buffer.from('\n', 'latin1');
const lineEndAndBlankLine = Buffer.from('\n\n', 'latin1');

/** One message on its way into a leased segment: quoted, hashed, counted while it streams through. */
export class SegmentAppend implements MessageAppend {
  readonly #writer: SegmentWriter;
  readonly #release: () => void;
  readonly #generation: number;
  readonly #start: number;
  readonly #separator: Buffer;
  readonly #hash = createHash('sha256');
  readonly #escaper = new FromEscaper();
  #sizeBytes = 0;
  #storedLength = 0;
  #lastByte = lf;
  #state: 'begun' | 'writing' | 'ended' = 'begun';

  /** `release` gives the segment back, called once at the end. */
  constructor(writer: SegmentWriter, startedAtMs: number, release: () => void) {
    this.#writer = writer;
    this.#release = release;
    this.#generation = writer.generation;
    this.#start = writer.end;
    this.#separator = separatorLine(startedAtMs);
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (chunk.length === 0) return;
    await this.#begin();
    this.#hash.update(chunk);
    this.#sizeBytes += chunk.length;
    this.#lastByte = chunk[chunk.length - 1] ?? lf;
    for (const piece of this.#escaper.push(chunk)) await this.#append(piece);
  }

  async finish(): Promise<StagedMessage> {
    await this.#begin();
    await this.#append(this.#escaper.end());
    const trailer = this.#lastByte === lf ? blankLine : lineEndAndBlankLine;
    const storedLength = this.#storedLength;
    await this.#append(trailer);
    this.#state = 'ended';
    this.#release();
    return {
      segment: this.#writer.segment,
      offset: this.#start + this.#separator.length,
      storedLength,
      sizeBytes: this.#sizeBytes,
      sha256: this.#hash.digest('hex'),
      escaped: this.#escaper.escaped,
      trailer: trailer.length,
      generation: this.#generation,
    };
  }

  async abort(): Promise<void> {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    try {
      await this.#writer.cutTo(this.#start, this.#generation);
    } catch (error) {
      throw toStoreError(error, 'giving up a message');
    } finally {
      this.#release();
    }
  }

  async #begin(): Promise<void> {
    if (this.#state === 'ended') throw new StoreError('invalid', 'This message was finished or aborted');
    if (this.#state === 'writing') return;
    this.#state = 'writing';
    await this.#append(this.#separator);
    this.#storedLength = 0;
  }

  async #append(bytes: Uint8Array): Promise<void> {
    // Others' bytes before ours may have failed meanwhile, and ours with them.
    this.#writer.assertKept(this.#generation, Infinity);
    await this.#writer.append(bytes);
    this.#storedLength += bytes.length;
  }
}
