import { join } from 'node:path';
import { ensureDirectory } from './ensureDirectory.ts';
import type { FileSystem, StoreFile } from './FileSystem.ts';
import { SegmentWriter } from './SegmentWriter.ts';
import { StoreError, systemCode, toStoreError } from './StoreError.ts';
import { removeIfExists } from './writeFileDurably.ts';

/** What the journal knows of one segment file. */
export interface KnownSegment {
  /** End of the last committed message, its trailing blank line included. */
  readonly end: number;
  /** Nothing may be appended or cut off: what lies beyond `end` might be mail whose record was damaged. */
  readonly sealed: boolean;
}

export interface SegmentsOpening {
  /** Bytes after the last committed message: half a download, or messages never acknowledged. */
  readonly extra: readonly { readonly segment: number; readonly sizeBytes: number }[];
  /** Segments missing or shorter than the journal says. */
  readonly short: readonly number[];
}

const fileName = (segment: number): string => `${String(segment).padStart(6, '0')}.mbox`;
const fileNamePattern = /^(\d{6,9})\.mbox$/;

/** The segment files of one store: which exist, who may append to which. */
export class Segments {
  readonly directory: string;
  readonly #fileSystem: FileSystem;
  readonly #limitBytes: number;
  /** Ends of files that may take more, by segment. */
  readonly #appendable = new Map<number, number>();
  readonly #idle: SegmentWriter[] = [];
  readonly #leased = new Set<SegmentWriter>();
  readonly #writers = new Map<number, SegmentWriter>();
  #highest = 0;

  private constructor(directory: string, fileSystem: FileSystem, limitBytes: number) {
    this.directory = directory;
    this.#fileSystem = fileSystem;
    this.#limitBytes = limitBytes;
  }

  /**
   * Compares the files with what the journal knows. With `mayCut` (the journal was whole) bytes no record speaks of
   * are cut off and unknown files removed; otherwise such files are left exactly as they are and take no more mail.
   */
  static async open(options: {
    readonly directory: string;
    readonly fileSystem: FileSystem;
    readonly limitBytes: number;
    readonly known: ReadonlyMap<number, KnownSegment>;
    readonly mayCut: boolean;
  }): Promise<{ readonly segments: Segments; readonly opening: SegmentsOpening }> {
    const { directory, fileSystem, known, mayCut } = options;
    try {
      await ensureDirectory(directory, fileSystem);
      const segments = new Segments(directory, fileSystem, options.limitBytes);
      const present = new Set<number>();
      const extra: { segment: number; sizeBytes: number }[] = [];
      const short: number[] = [];
      for (const name of await fileSystem.list(directory)) {
        const segment = Number(fileNamePattern.exec(name)?.[1]);
        if (!Number.isSafeInteger(segment)) continue;
        present.add(segment);
        const found = await segments.#compare(segment, known.get(segment), mayCut);
        if (found.extra > 0) extra.push({ segment, sizeBytes: found.sizeBytes });
        if (found.short) short.push(segment);
      }
      for (const segment of known.keys()) if (!present.has(segment)) short.push(segment);
      segments.#highest = Math.max(0, ...present, ...known.keys());
      return { segments, opening: { extra, short } };
    } catch (error) {
      throw toStoreError(error, 'opening the mail segments');
    }
  }

  pathOf(segment: number): string {
    return join(this.directory, fileName(segment));
  }

  /** A segment to append to, for one appender until `release`. */
  async lease(): Promise<SegmentWriter> {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (this.#takesMore(idle)) return this.#lent(idle);
    }
    const [partial] = this.#appendable;
    try {
      if (partial !== undefined) {
        this.#appendable.delete(partial[0]);
        const file = await this.#fileSystem.open(this.pathOf(partial[0]), 'readWrite');
        return this.#lent(this.#writer(partial[0], file, partial[1], false));
      }
      for (const writer of this.#writers.values()) if (!this.#takesMore(writer)) await writer.closeIfDone();
      this.#highest += 1; // before the wait, so that two appenders never create the same file
      const segment = this.#highest;
      const file = await this.#fileSystem.open(this.pathOf(segment), 'create');
      return this.#lent(this.#writer(segment, file, 0, true));
    } catch (error) {
      throw toStoreError(error, 'opening a mail segment');
    }
  }

  release(writer: SegmentWriter): void {
    this.#leased.delete(writer);
    if (this.#takesMore(writer)) this.#idle.push(writer);
  }

  /** The writer a staged message came from; it stays known until the store closes. */
  writerOf(segment: number): SegmentWriter {
    const writer = this.#writers.get(segment);
    if (writer === undefined)
      throw new StoreError('invalid', 'Staged by another store, or before it was reopened');
    return writer;
  }

  /** Opens a segment for reading; the caller closes it. */
  async openForReading(segment: number): Promise<StoreFile> {
    return this.#fileSystem.open(this.pathOf(segment), 'read');
  }

  /**
   * Takes a segment out of use for appending, so that it can be compacted. False while an appender holds it or it has
   * staged messages, that is bytes beyond `committedEnd`.
   */
  takeOutOfUse(segment: number, committedEnd: number): boolean {
    const writer = this.#writers.get(segment);
    if (writer !== undefined) {
      if (this.#leased.has(writer) || writer.end !== committedEnd) return false;
      const idle = this.#idle.indexOf(writer);
      if (idle >= 0) this.#idle.splice(idle, 1);
    }
    this.#appendable.delete(segment);
    return true;
  }

  /** Removes a file whose messages the journal durably knows elsewhere. */
  async remove(segment: number): Promise<void> {
    this.#appendable.delete(segment);
    const writer = this.#writers.get(segment);
    this.#writers.delete(segment);
    await writer?.close();
    await removeIfExists(this.pathOf(segment), this.#fileSystem);
    await this.#fileSystem.syncDirectory(this.directory);
  }

  async close(): Promise<void> {
    const writers = [...this.#writers.values()];
    this.#writers.clear();
    for (const writer of writers) await writer.close();
  }

  #lent(writer: SegmentWriter): SegmentWriter {
    this.#leased.add(writer);
    return writer;
  }

  #takesMore(writer: SegmentWriter): boolean {
    return !writer.retired && writer.end < this.#limitBytes;
  }

  #writer(segment: number, file: StoreFile, end: number, isNew: boolean): SegmentWriter {
    const place = { fileSystem: this.#fileSystem, directory: this.directory, isNew };
    const writer = new SegmentWriter(segment, file, end, place);
    this.#writers.set(segment, writer);
    return writer;
  }

  async #compare(
    segment: number,
    known: KnownSegment | undefined,
    mayCut: boolean,
  ): Promise<{ extra: number; short: boolean; sizeBytes: number }> {
    const path = this.pathOf(segment);
    if (known === undefined && mayCut) {
      await removeIfExists(path, this.#fileSystem);
      return { extra: 0, short: false, sizeBytes: 0 };
    }
    const end = known?.end ?? 0;
    const file = await this.#fileSystem.open(path, mayCut ? 'readWrite' : 'read');
    try {
      const sizeBytes = await file.size();
      const extra = sizeBytes - end;
      if (extra < 0) return { extra: 0, short: true, sizeBytes };
      if (known?.sealed === true) return { extra: 0, short: false, sizeBytes };
      if (extra > 0 && !mayCut) return { extra, short: false, sizeBytes };
      if (extra > 0) await file.truncate(end);
      if (end < this.#limitBytes) this.#appendable.set(segment, end);
      return { extra, short: false, sizeBytes };
    } finally {
      await file.close();
    }
  }
}

/** Whether an error means that a segment file is not there (any more). */
export const isMissing = (error: unknown): boolean => systemCode(error) === 'ENOENT';
