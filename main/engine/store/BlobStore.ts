import { createHash, randomUUID } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { join } from 'node:path';
import { ensureDirectory } from './ensureDirectory.ts';
import type { FileSystem, StoreFile } from './FileSystem.ts';
import { Mutex } from './Mutex.ts';
import { nodeFileSystem } from './nodeFileSystem.ts';
import { readFileIfExists } from './readFileIfExists.ts';
import { StoreError, systemCode, toStoreError } from './StoreError.ts';
import { removeIfExists } from './writeFileDurably.ts';
import { readInto, writeFully } from './writeFully.ts';

export interface BlobInfo {
  readonly id: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}
export interface BlobStoreOptions {
  readonly directory: string;
  readonly fileSystem?: FileSystem;
  readonly nowMs: () => number;
  /** Default 256 MiB. */
  readonly limitBytes?: number;
}

interface Part {
  readonly file: StoreFile;
  readonly hash: Hash;
  readonly mutex: Mutex;
  sizeBytes: number;
  failure: StoreError | undefined;
}

const partEnding = '.part';
const finishedPattern = /^([a-z0-9-]{1,80})\.([0-9a-f]{64})\.(\d{1,15})$/;
const openPartsLimit = 100;
const streamBytes = 128 * 1024;

/**
 * Files of drafts and the bytes of outgoing messages, one file each: `ID.SHA256.SIZE`. A blob exists once `finish`
 * resolved, durably and unchangeably; a part from before a crash is removed at the next open.
 */
export class BlobStore {
  readonly #directory: string;
  readonly #fileSystem: FileSystem;
  readonly #nowMs: () => number;
  readonly #limitBytes: number;
  readonly #blobs = new Map<string, BlobInfo>();
  readonly #parts = new Map<string, Part>();

  private constructor(options: BlobStoreOptions) {
    this.#directory = options.directory;
    this.#fileSystem = options.fileSystem ?? nodeFileSystem;
    this.#nowMs = options.nowMs;
    this.#limitBytes = options.limitBytes ?? 256 * 1024 * 1024;
  }

  static async open(options: BlobStoreOptions): Promise<BlobStore> {
    const store = new BlobStore(options);
    try {
      await ensureDirectory(store.#directory, store.#fileSystem);
      for (const name of await store.#fileSystem.list(store.#directory)) {
        const [, id, sha256, size] = finishedPattern.exec(name) ?? [];
        if (id !== undefined && sha256 !== undefined)
          store.#blobs.set(id, { id, sha256, sizeBytes: Number(size) });
        else if (name.endsWith(partEnding))
          await removeIfExists(join(store.#directory, name), store.#fileSystem);
      }
      // An earlier run may have failed between naming a blob and making the name durable.
      await store.#fileSystem.syncDirectory(store.#directory);
    } catch (error) {
      throw toStoreError(error, 'opening the files of drafts');
    }
    return store;
  }

  /** Begins a blob; `conflict` when too many are being written. */
  async create(): Promise<string> {
    if (this.#parts.size >= openPartsLimit)
      throw new StoreError('conflict', 'Too many files are being added at once');
    const id = randomUUID();
    try {
      const file = await this.#fileSystem.open(this.#partPath(id), 'create');
      this.#parts.set(id, {
        file,
        hash: createHash('sha256'),
        mutex: new Mutex(),
        sizeBytes: 0,
        failure: undefined,
      });
    } catch (error) {
      throw toStoreError(error, 'adding a file');
    }
    return id;
  }

  /** Adds bytes to the end. After a rejection the blob can only be discarded: a piece is missing. */
  append(id: string, bytes: Uint8Array): Promise<void> {
    const part = this.#part(id);
    return part.mutex.run(async () => {
      if (part.failure !== undefined) throw part.failure;
      try {
        if (part.sizeBytes + bytes.length > this.#limitBytes)
          throw new StoreError('invalid', 'The file is too large');
        await writeFully(part.file, bytes, part.sizeBytes);
        part.hash.update(bytes);
        part.sizeBytes += bytes.length;
      } catch (error) {
        part.failure = toStoreError(error, 'adding a file');
        throw part.failure;
      }
    });
  }

  /** The blob is durable when it resolves. After a rejection it does not exist. Again for a finished one: its info. */
  async finish(id: string): Promise<BlobInfo> {
    const finished = this.#blobs.get(id);
    if (finished !== undefined) return finished;
    const part = this.#part(id);
    return part.mutex.run(async () => {
      try {
        if (part.failure !== undefined) throw part.failure;
        const info = { id, sha256: part.hash.digest('hex'), sizeBytes: part.sizeBytes };
        await part.file.datasync();
        await part.file.close();
        await this.#fileSystem.rename(this.#partPath(id), this.#path(info));
        this.#blobs.set(id, info);
        await this.#fileSystem.syncDirectory(this.#directory);
        this.#parts.delete(id);
        return info;
      } catch (error) {
        this.#blobs.delete(id);
        part.failure = toStoreError(error, 'adding a file');
        await this.#drop(id, part);
        throw part.failure;
      }
    });
  }

  /** Gives up a blob that is being written. Resolves also when there is none. */
  async discard(id: string): Promise<void> {
    const part = this.#parts.get(id);
    if (part !== undefined) await part.mutex.run(() => this.#drop(id, part));
  }

  /** `create`, `append`, `finish`. */
  async put(bytes: Uint8Array): Promise<BlobInfo> {
    const id = await this.create();
    try {
      await this.append(id, bytes);
      return await this.finish(id);
    } catch (error) {
      await this.discard(id);
      throw error;
    }
  }

  info(id: string): BlobInfo | undefined {
    return this.#blobs.get(id);
  }

  list(): readonly BlobInfo[] {
    return [...this.#blobs.values()];
  }

  /** All bytes, verified. `notFound` or `corrupt`. */
  async read(id: string): Promise<Uint8Array> {
    const info = this.#blobs.get(id);
    const bytes = info && (await readFileIfExists(this.#path(info), this.#fileSystem, this.#limitBytes));
    if (info === undefined || bytes === undefined) throw new StoreError('notFound', 'There is no such file');
    if (createHash('sha256').update(bytes).digest('hex') !== info.sha256) {
      throw new StoreError('corrupt', 'The file is not what was stored');
    }
    return bytes;
  }

  /**
   * The same, piece by piece, without ever holding more than two: a piece may be used until the next one is asked
   * for. A damaged file is told by throwing `corrupt`
   * after its last piece: whoever keeps what comes keeps it only once the stream has ended.
   */
  async *stream(id: string): AsyncGenerator<Uint8Array> {
    const info = this.#blobs.get(id);
    if (info === undefined) throw new StoreError('notFound', 'There is no such file');
    try {
      const file = await this.#fileSystem.open(this.#path(info), 'read');
      try {
        const hash = createHash('sha256');
        // Two buffers by turns: the next piece is read while the last one is used.
        const buffers = [0, 1].map(() =>
          Buffer.allocUnsafeSlow(Math.min(streamBytes, Math.max(info.sizeBytes, 1))),
        );
        const read = (at: number, turn: number): Promise<Uint8Array> =>
          readInto(file, at, (buffers[turn % 2] ?? Buffer.alloc(0)).subarray(0, info.sizeBytes - at));
        let next = info.sizeBytes > 0 ? read(0, 0) : null;
        for (let at = 0, turn = 0; next !== null; turn += 1) {
          const piece: Uint8Array = await next;
          at += piece.length;
          next = at < info.sizeBytes ? read(at, turn + 1) : null;
          next?.catch(() => undefined /* told when its turn comes */);
          hash.update(piece);
          yield piece;
        }
        if ((await file.size()) !== info.sizeBytes || hash.digest('hex') !== info.sha256)
          throw new StoreError('corrupt', 'The file is not what was stored');
      } finally {
        await file.close();
      }
    } catch (error) {
      throw systemCode(error) === 'ENOENT'
        ? new StoreError('notFound', 'There is no such file')
        : toStoreError(error, 'reading a file');
    }
  }

  /** Removes a blob; resolves also when there is none. */
  async remove(id: string): Promise<void> {
    const info = this.#blobs.get(id);
    if (info === undefined) return;
    try {
      await removeIfExists(this.#path(info), this.#fileSystem);
      this.#blobs.delete(id);
    } catch (error) {
      throw toStoreError(error, 'removing a file');
    }
  }

  /**
   * Removes finished blobs that are not `referenced` and older than `graceMs` (a file just added is not yet in a
   * saved draft). `referenced` must hold those of every draft and outgoing message. Resolves with what was removed.
   */
  async sweep(referenced: ReadonlySet<string>, graceMs: number): Promise<readonly string[]> {
    const removed: string[] = [];
    for (const info of this.list()) {
      if (referenced.has(info.id)) continue;
      const ageMs = await this.#fileSystem.modifiedAtMs(this.#path(info)).then(
        (modifiedAtMs) => this.#nowMs() - modifiedAtMs,
        (error: unknown) => Promise.reject(toStoreError(error, 'looking at a file')),
      );
      if (ageMs < graceMs) continue;
      await this.remove(info.id);
      removed.push(info.id);
    }
    return removed;
  }

  /** Gives up blobs being written. */
  async close(): Promise<void> {
    for (const id of [...this.#parts.keys()]) await this.discard(id);
  }

  async #drop(id: string, part: Part): Promise<void> {
    this.#parts.delete(id);
    try {
      await part.file.close();
      await removeIfExists(this.#partPath(id), this.#fileSystem);
    } catch {
      // The next open removes the part; what failed before is what the caller hears of.
    }
  }

  #part(id: string): Part {
    const part = this.#parts.get(id);
    if (part === undefined) throw new StoreError('notFound', 'No such file is being added');
    return part;
  }

  #path({ id, sha256, sizeBytes }: BlobInfo): string {
    return join(this.#directory, `${id}.${sha256}.${sizeBytes}`);
  }

  #partPath(id: string): string {
    return join(this.#directory, `${id}${partEnding}`);
  }
}
