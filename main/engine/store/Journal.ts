import { dirname } from 'node:path';
import type { FileSystem, StoreFile } from './FileSystem.ts';
import { encodeFrame } from './journalFrames.ts';
import { Mutex } from './Mutex.ts';
import { nodeFileSystem } from './nodeFileSystem.ts';
import type { JournalGap } from './scanJournal.ts';
import { scanJournal } from './scanJournal.ts';
import { StoreError, systemCode, toStoreError } from './StoreError.ts';
import { removeIfExists, writeFileDurably } from './writeFileDurably.ts';
import { writeFully } from './writeFully.ts';

export interface JournalOptions<T> {
  readonly path: string;
  readonly fileSystem?: FileSystem;
  /** Turns what was read into a record; must throw on anything it does not know (opening then fails untouched). */
  readonly parse: (value: unknown) => T;
  /** Called once per record, oldest first, before `open` resolves. */
  readonly replay: (record: T) => void;
}

/** What opening found. `tornBytes` were cut off; `gaps` are damage with readable records behind them, left in place. */
export interface JournalOpening {
  readonly records: number;
  readonly tornBytes: number;
  readonly gaps: readonly JournalGap[];
}

interface Waiting {
  readonly bytes: Buffer;
  readonly resolve: () => void;
  readonly reject: (error: StoreError) => void;
}

const header = { naru: 'journal', version: 1 } as const;
const groupLimitBytes = 8 * 1024 * 1024;

/**
 * An append-only log of JSON records. `append` resolves only when its records are on the medium; appends that wait
 * together share one fdatasync. An acknowledged record is never lost; a refused one is not kept.
 */
export class Journal<T> {
  readonly path: string;
  readonly opening: JournalOpening;
  readonly #fileSystem: FileSystem;
  readonly #exclusive = new Mutex();
  #file: StoreFile;
  #endOffset: number;
  #waiting: Waiting[] = [];
  #drainScheduled = false;
  #refusal: StoreError | undefined;

  private constructor(
    path: string,
    fileSystem: FileSystem,
    file: StoreFile,
    end: number,
    opening: JournalOpening,
  ) {
    this.path = path;
    this.#fileSystem = fileSystem;
    this.#file = file;
    this.#endOffset = end;
    this.opening = opening;
  }

  /** Creates or opens the journal, replays it and cuts off a torn tail. Rejects `unknownFormat` for a newer version. */
  static async open<T>(options: JournalOptions<T>): Promise<Journal<T>> {
    const { path, fileSystem = nodeFileSystem } = options;
    const file = await openOrCreate(path, fileSystem);
    try {
      let records = 0;
      const scan = await scanJournal(file, (value) => {
        if (isHeader(value)) return;
        options.replay(options.parse(value));
        records += 1;
      });
      if (scan.tornBytes > 0) await file.truncate(scan.endOffset);
      // What an earlier run wrote and died before syncing has just been believed, and will be acted on.
      await file.datasync();
      const opening = { records, tornBytes: scan.tornBytes, gaps: scan.gaps };
      return new Journal<T>(path, fileSystem, file, scan.endOffset, opening);
    } catch (error) {
      await file.close();
      throw toStoreError(error, `opening ${path}`);
    }
  }

  get sizeBytes(): number {
    return this.#endOffset;
  }

  /** True after a failed fsync: every append is refused until the journal is opened again. */
  get poisoned(): boolean {
    return this.#refusal?.code === 'poisoned';
  }

  /**
   * Resolves when all `records` are durable, in this order, after those appended before.
   * Rejects `diskFull` or `io` (nothing of them is kept) or `poisoned` (after reopening they may or may not be there).
   */
  async append(...records: readonly T[]): Promise<void> {
    if (this.#refusal !== undefined) throw this.#refusal;
    const bytes = Buffer.concat(records.map(encodeFrame));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bytes, resolve, reject });
      if (this.#drainScheduled) return;
      this.#drainScheduled = true;
      // Never rejects: each waiting append is answered inside.
      this.#exclusive.run(() => this.#drain()).catch(reject);
    });
  }

  /**
   * Replaces the whole journal by `records`: a new file, durable, renamed over the old one. On rejection with
   * `diskFull` or `io` the old journal goes on unchanged. Records appended meanwhile come after.
   */
  rewrite(records: () => Iterable<T>): Promise<void> {
    return this.#exclusive.run(async () => {
      if (this.#refusal !== undefined) throw this.#refusal;
      const temporary = `${this.path}.new`;
      let next: StoreFile | undefined;
      let renamed = false;
      try {
        await removeIfExists(temporary, this.#fileSystem);
        next = await this.#fileSystem.open(temporary, 'create');
        const end = await writeAll(next, records());
        await next.datasync();
        await this.#fileSystem.rename(temporary, this.path);
        renamed = true;
        await this.#fileSystem.syncDirectory(dirname(this.path));
        const old = this.#file;
        this.#file = next;
        this.#endOffset = end;
        next = undefined;
        await old.close();
      } catch (error) {
        const failure = toStoreError(error, `rewriting ${this.path}`);
        // After the rename nobody knows which of the two files a power cut leaves; appends to either could be lost.
        if (renamed) this.#refusal = poisonedBy(failure);
        await next?.close();
        throw this.#refusal ?? failure;
      }
    });
  }

  /** Waits for what was appended, then closes. Appends after it are refused. */
  async close(): Promise<void> {
    await this.#exclusive.run(async () => {
      this.#refusal ??= new StoreError('closed', 'The journal is closed');
      await this.#file.close();
    });
  }

  async #drain(): Promise<void> {
    this.#drainScheduled = false;
    while (this.#waiting.length > 0) {
      const group: Waiting[] = [];
      let bytes = 0;
      for (
        let next = this.#waiting[0];
        next !== undefined && bytes < groupLimitBytes;
        next = this.#waiting[0]
      ) {
        group.push(next);
        bytes += next.bytes.length;
        this.#waiting.shift();
      }
      await this.#writeGroup(group);
    }
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    const failure =
      this.#refusal ?? (await this.#tryWrite(Buffer.concat(group.map((waiting) => waiting.bytes))));
    for (const waiting of group) {
      if (failure === undefined) waiting.resolve();
      else waiting.reject(failure);
    }
  }

  async #tryWrite(bytes: Buffer): Promise<StoreError | undefined> {
    try {
      await writeFully(this.#file, bytes, this.#endOffset);
    } catch (error) {
      const failure = toStoreError(error, `writing ${this.path}`);
      // Whole frames of the refused group may be there; left in place they would come to life at the next open.
      if (await this.#cutBack()) return failure;
      this.#refusal = poisonedBy(failure);
      return this.#refusal;
    }
    try {
      await this.#file.datasync();
    } catch (error) {
      // The kernel may have dropped the pages and report success next time: only acknowledged bytes may stay visible.
      await this.#cutBack();
      this.#refusal = poisonedBy(toStoreError(error, `syncing ${this.path}`));
      return this.#refusal;
    }
    this.#endOffset += bytes.length;
    return undefined;
  }

  async #cutBack(): Promise<boolean> {
    return this.#file.truncate(this.#endOffset).then(
      () => true,
      () => false, // the caller reports the failure that led here
    );
  }
}

const poisonedBy = (cause: StoreError): StoreError =>
  new StoreError('poisoned', 'The disk failed while saving; the journal must be opened again', { cause });

const isHeader = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || !('naru' in value)) return false;
  if ('version' in value && value.version === header.version) return true;
  throw new StoreError('unknownFormat', 'The journal was written by a newer version of Naru');
};

const openOrCreate = async (path: string, fileSystem: FileSystem): Promise<StoreFile> => {
  try {
    let file: StoreFile;
    try {
      file = await fileSystem.open(path, 'readWrite');
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
      await writeFileDurably(path, encodeFrame(header), fileSystem);
      return await fileSystem.open(path, 'readWrite');
    }
    // An earlier run may have failed between renaming the journal into place and making the name durable.
    await fileSystem.syncDirectory(dirname(path));
    return file;
  } catch (error) {
    throw toStoreError(error, `opening ${path}`);
  }
};

const writeAll = async (file: StoreFile, records: Iterable<unknown>): Promise<number> => {
  let end = 0;
  let frames: Buffer[] = [encodeFrame(header)];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const joined = Buffer.concat(frames);
    await writeFully(file, joined, end);
    end += joined.length;
    frames = [];
    bytes = 0;
  };
  for (const record of records) {
    const frame = encodeFrame(record);
    frames.push(frame);
    bytes += frame.length;
    if (bytes >= groupLimitBytes) await flush();
  }
  await flush();
  return end;
};
