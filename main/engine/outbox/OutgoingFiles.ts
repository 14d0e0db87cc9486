import { join } from 'node:path';
import type { OutboxId } from '../../../preload/contract/index.ts';
import { ensureDirectory } from '../store/ensureDirectory.ts';
import type { FileSystem } from '../store/FileSystem.ts';
import { readFully, writeFully } from '../store/writeFully.ts';
import { systemCode, toStoreError } from '../store/StoreError.ts';
import { removeIfExists } from '../store/writeFileDurably.ts';

const ending = '.eml';

/** The exact bytes of each outgoing message, one file each (`ID.eml`), readable by any mail program. */
export class OutgoingFiles {
  readonly #directory: string;
  readonly #fileSystem: FileSystem;

  private constructor(directory: string, fileSystem: FileSystem) {
    this.#directory = directory;
    this.#fileSystem = fileSystem;
  }

  static async open(directory: string, fileSystem: FileSystem): Promise<OutgoingFiles> {
    await ensureDirectory(directory, fileSystem);
    return new OutgoingFiles(directory, fileSystem);
  }

  path(id: OutboxId): string {
    return join(this.#directory, `${id}${ending}`);
  }

  /**
   * Writes a message as it comes; durable, with the answered size, when it resolves. On rejection nothing is left,
   * and neither of two files with one id is ever overwritten.
   */
  async write(id: OutboxId, bytes: AsyncIterable<Uint8Array>): Promise<number> {
    let created = false;
    try {
      const file = await this.#fileSystem.open(this.path(id), 'create');
      created = true;
      let size = 0;
      try {
        for await (const chunk of bytes) {
          await writeFully(file, chunk, size);
          size += chunk.length;
        }
        await file.datasync();
      } finally {
        await file.close();
      }
      await this.#fileSystem.syncDirectory(this.#directory);
      return size;
    } catch (error) {
      if (created) await removeIfExists(this.path(id), this.#fileSystem).catch(() => undefined); // swept at the next start
      // What the composer's source threw is told as it is; only the disk's failures have codes of their own.
      throw /^E[A-Z]+$/.test(systemCode(error) ?? '') ? toStoreError(error, 'writing a message') : error;
    }
  }

  async read(id: OutboxId, limitBytes: number): Promise<Uint8Array> {
    try {
      const file = await this.#fileSystem.open(this.path(id), 'read');
      try {
        return await readFully(file, 0, Math.min(await file.size(), limitBytes));
      } finally {
        await file.close();
      }
    } catch (error) {
      throw toStoreError(error, 'reading a message');
    }
  }

  /** Resolves also when there was none. */
  async remove(id: OutboxId): Promise<void> {
    await removeIfExists(this.path(id), this.#fileSystem);
  }

  /** Removes every file that belongs to no message: those of a crash between writing and answering. */
  async sweep(keep: ReadonlySet<OutboxId>): Promise<void> {
    const kept = new Set([...keep].map((id) => `${id}${ending}`));
    for (const name of await this.#fileSystem.list(this.#directory))
      if (name.endsWith(ending) && !kept.has(name))
        await removeIfExists(join(this.#directory, name), this.#fileSystem);
  }
}
