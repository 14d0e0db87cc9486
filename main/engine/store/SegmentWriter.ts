import type { FileSystem, StoreFile } from './FileSystem.ts';
import { Mutex } from './Mutex.ts';
import { StoreError, toStoreError } from './StoreError.ts';
import { writeFully } from './writeFully.ts';

const bufferBytes = 1024 * 1024;

/**
 * The end of one segment file, written through one buffer of 1 MiB. One appender at a time; `sync` may run beside it.
 *
 * Failures: bytes beyond the last successful `sync` are given up (cut off), `generation` rises so that whoever wrote
 * them learns of it, and the writer goes on from there; after a failed fsync or a failed cut it is `retired`.
 */
export class SegmentWriter {
  readonly segment: number;
  readonly #file: StoreFile;
  readonly #fileSystem: FileSystem;
  readonly #directory: string;
  readonly #io = new Mutex();
  #buffer: Buffer = Buffer.allocUnsafe(bufferBytes);
  /** A buffer whose bytes are written: used again, since a new one for each megabyte keeps the collector busy. */
  #spare: Buffer | undefined;
  #used = 0;
  #bufferStart: number;
  /** What the file holds; behind `#bufferStart` while a write is under way. */
  #writtenEnd: number;
  #syncedEnd: number;
  /** By generation: bytes before this survived its end. */
  readonly #keptEnds: number[] = [];
  #directorySynced: boolean;
  #generation = 0;
  #retired = false;
  #closed = false;
  #lastFailure: StoreError | undefined;

  constructor(
    segment: number,
    file: StoreFile,
    end: number,
    place: { fileSystem: FileSystem; directory: string; isNew: boolean },
  ) {
    this.segment = segment;
    this.#file = file;
    this.#bufferStart = end;
    this.#writtenEnd = end;
    this.#syncedEnd = end;
    this.#fileSystem = place.fileSystem;
    this.#directory = place.directory;
    this.#directorySynced = !place.isNew;
  }

  get end(): number {
    return this.#bufferStart + this.#used;
  }
  get generation(): number {
    return this.#generation;
  }
  get retired(): boolean {
    return this.#retired;
  }

  /** Throws what failed if bytes written under `generation`, up to `end`, are gone. */
  assertKept(generation: number, end: number): void {
    if (this.#keptEnds.slice(generation).every((kept) => end <= kept)) return;
    throw this.#lastFailure ?? new StoreError('io', 'The bytes were given up');
  }

  /** Adds bytes to the end (copied). May write to the file; not durable before `sync`. */
  async append(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const piece = bytes.subarray(done, done + bufferBytes - this.#used);
      this.#buffer.set(piece, this.#used);
      this.#used += piece.length;
      done += piece.length;
      if (this.#used === bufferBytes) await this.#flush();
    }
  }

  /** Everything appended before the call is durable when it resolves. */
  async sync(): Promise<void> {
    const target = this.end;
    if (target <= this.#syncedEnd) return;
    const generation = this.#generation;
    await this.#flush();
    await this.#io.run(async () => {
      this.assertKept(generation, target);
      if (target <= this.#syncedEnd) return;
      const written = this.#writtenEnd;
      try {
        await this.#file.datasync();
        if (!this.#directorySynced) await this.#fileSystem.syncDirectory(this.#directory);
      } catch (error) {
        // What a failed fsync left on the medium is unknown and may look clean: this file takes nothing any more.
        this.#retired = true;
        await this.#giveUp(error);
      }
      this.#directorySynced = true;
      this.#syncedEnd = Math.max(this.#syncedEnd, Math.min(target, written)); // an abort may have cut meanwhile
    });
  }

  /** Takes back the bytes from `start` on, for an aborted append begun under `generation`. */
  async cutTo(start: number, generation: number): Promise<void> {
    await this.#io.run(async () => {
      if (generation !== this.#generation) return; // already given up
      if (start >= this.#bufferStart) {
        this.#used = start - this.#bufferStart;
        return;
      }
      try {
        await this.#file.truncate(start);
      } catch (error) {
        this.#retired = true;
        await this.#giveUp(error);
      }
      this.#bufferStart = start;
      this.#writtenEnd = start;
      this.#used = 0;
      // A sync running beside the append may have covered its beginning.
      this.#syncedEnd = Math.min(this.#syncedEnd, start);
    });
  }

  /** Closes the file if every byte is durable; staged messages can still be committed. Keeps open files few. */
  async closeIfDone(): Promise<void> {
    if (this.end === this.#syncedEnd) await this.close();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#io.run(() => this.#file.close());
  }

  async #flush(): Promise<void> {
    if (this.#used === 0) return;
    const full = this.#buffer;
    const bytes = full.subarray(0, this.#used);
    const start = this.#bufferStart;
    const generation = this.#generation;
    this.#buffer = this.#spare ?? Buffer.allocUnsafe(bufferBytes);
    this.#spare = undefined;
    this.#bufferStart += this.#used;
    this.#used = 0;
    await this.#io.run(async () => {
      this.assertKept(generation, start + bytes.length);
      try {
        await writeFully(this.#file, bytes, start);
        this.#writtenEnd = start + bytes.length;
        this.#spare = full;
      } catch (error) {
        await this.#giveUp(error);
      }
    });
  }

  async #giveUp(cause: unknown): Promise<never> {
    const failure = toStoreError(cause, `writing mail segment ${this.segment}`);
    this.#generation += 1;
    this.#keptEnds.push(this.#syncedEnd);
    this.#lastFailure = failure;
    this.#bufferStart = this.#syncedEnd;
    this.#writtenEnd = this.#syncedEnd;
    this.#used = 0;
    try {
      await this.#file.truncate(this.#syncedEnd);
    } catch {
      this.#retired = true; // `failure` is reported; the next open cuts the leftovers off
    }
    throw failure;
  }
}
