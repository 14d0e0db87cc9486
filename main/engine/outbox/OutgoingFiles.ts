import { join } from 'node:path';
import type { OutboxId } from '../../../preload/contract/index.ts';
import { ensureDirectory } from '../store/ensureDirectory.ts';
import type { FileSystem } from '../store/FileSystem.ts';
import { SharedSync } from '../store/SharedSync.ts';
import { readFully, writeFully } from '../store/writeFully.ts';
import { systemCode, toStoreError } from '../store/StoreError.ts';
import type { MessageSource } from '../smtp/submission.ts';
import { smallMessageBytes, type OutboxEntry } from './outboxRecords.ts';
import { removeIfExists } from '../store/writeFileDurably.ts';

const ending = '.eml';

/**
 * The exact bytes of each outgoing message: small ones stand in their entry of the journal, the others in one file each
 * (`ID.eml`), readable by any mail program.
 */
export class OutgoingFiles {
  readonly #directory: string;
  readonly #fileSystem: FileSystem;
  readonly #names: SharedSync;

  private constructor(directory: string, fileSystem: FileSystem) {
    this.#directory = directory;
    this.#fileSystem = fileSystem;
    this.#names = new SharedSync(() => fileSystem.syncDirectory(directory));
  }

  static async open(directory: string, fileSystem: FileSystem): Promise<OutgoingFiles> {
    await ensureDirectory(directory, fileSystem);
    return new OutgoingFiles(directory, fileSystem);
  }

  /** Where the bytes are, for sending. */
  source({ item, bytes }: OutboxEntry): MessageSource {
    return bytes === null
      ? { path: this.#path(item.id), sizeBytes: item.sizeBytes }
      : { bytes: Buffer.from(bytes, 'latin1') };
  }

  /** All of it, or its first `limitBytes`. */
  async read({ item, bytes }: OutboxEntry, limitBytes: number): Promise<Uint8Array> {
    if (bytes !== null) return new Uint8Array(Buffer.from(bytes, 'latin1')).subarray(0, limitBytes);
    try {
      const file = await this.#fileSystem.open(this.#path(item.id), 'read');
      try {
        return await readFully(file, 0, Math.min(await file.size(), limitBytes));
      } finally {
        await file.close();
      }
    } catch (error) {
      throw toStoreError(error, 'reading a message');
    }
  }

  /** Takes a message as it comes: a small one is answered for the journal, a larger one durable in its file. */
  async take(
    id: OutboxId,
    stream: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly sizeBytes: number; readonly bytes: string | null }> {
    const pieces = stream[Symbol.asyncIterator]();
    const first: Uint8Array[] = [];
    let size = 0;
    while (size <= smallMessageBytes) {
      const next = await pieces.next();
      if (next.done === true) return { sizeBytes: size, bytes: Buffer.concat(first).toString('latin1') };
      first.push(next.value);
      size += next.value.length;
    }
    const all = async function* (): AsyncGenerator<Uint8Array> {
      yield* first;
      yield* { [Symbol.asyncIterator]: () => pieces };
    };
    return { sizeBytes: await this.#write(id, all()), bytes: null };
  }

  /**
   * Writes a message as it comes; durable, with the answered size, when it resolves. On rejection nothing is left,
   * and neither of two files with one id is ever overwritten.
   */
  async #write(id: OutboxId, bytes: AsyncIterable<Uint8Array>): Promise<number> {
    let created = false;
    try {
      const file = await this.#fileSystem.open(this.#path(id), 'create');
      created = true;
      let size = 0;
      // One piece is written while the next one is made.
      let writing = Promise.resolve();
      try {
        for await (const chunk of bytes) {
          await writing;
          writing = writeFully(file, chunk, size);
          writing.catch(() => undefined /* told when it is awaited */);
          size += chunk.length;
        }
        await writing;
        await file.datasync();
      } finally {
        await writing.catch(() => undefined); // the file may not be closed under it
        await file.close();
      }
      await this.#names.sync();
      return size;
    } catch (error) {
      if (created) await removeIfExists(this.#path(id), this.#fileSystem).catch(() => undefined); // swept at the next start
      // What the composer's source threw is told as it is; only the disk's failures have codes of their own.
      throw /^E[A-Z]+$/.test(systemCode(error) ?? '') ? toStoreError(error, 'writing a message') : error;
    }
  }

  /** Resolves also when there was none. */
  async remove(id: OutboxId): Promise<void> {
    await removeIfExists(this.#path(id), this.#fileSystem);
  }

  /** Removes every file that belongs to no message: those of a crash between writing and answering. */
  async sweep(keep: ReadonlySet<OutboxId>): Promise<void> {
    const kept = new Set([...keep].map((id) => `${id}${ending}`));
    for (const name of await this.#fileSystem.list(this.#directory))
      if (name.endsWith(ending) && !kept.has(name))
        await removeIfExists(join(this.#directory, name), this.#fileSystem);
  }

  #path(id: OutboxId): string {
    return join(this.#directory, `${id}${ending}`);
  }
}
