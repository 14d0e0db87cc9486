import { dirname } from 'node:path';
import { z } from 'zod';
import { ensureDirectory } from '../store/ensureDirectory.ts';
import type { FileSystem } from '../store/FileSystem.ts';
import { Journal } from '../store/Journal.ts';
import { nodeFileSystem } from '../store/nodeFileSystem.ts';
import { toMailError } from '../store/toMailError.ts';

/** A COPY whose answer has not been heard. */
const PendingCopy = z.strictObject({
  destinationUidValidity: z.number(),
  /** The destination's UIDNEXT before the COPY: copies are at or above it. */
  destinationUidNext: z.number(),
});
export type PendingCopy = z.infer<typeof PendingCopy>;

const CopyRecord = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('copying'), key: z.string().max(64), copy: PendingCopy }),
  z.strictObject({ kind: z.literal('copied'), key: z.string().max(64) }),
]);
type CopyRecord = z.infer<typeof CopyRecord>;

const MAX_ENTRIES = 500;
const REWRITE_BYTES = 256 * 1024;

/**
 * Remembers copies under way by operation id, so that a repeat after a lost answer looks for the copies instead of
 * making more. `begin` is durable before the COPY is sent: a killed host finds it again. Without a path it is kept
 * in memory alone. Rejects with `store.*` when the disk fails; the next call opens the file anew.
 */
export class CopyLedger {
  readonly #pending = new Map<string, PendingCopy>();
  #journal: Promise<Journal<CopyRecord>> | null = null;

  constructor(
    private readonly path: string | null = null,
    private readonly fileSystem: FileSystem = nodeFileSystem,
  ) {}

  async begin(key: string, copy: PendingCopy): Promise<void> {
    await this.#append({ kind: 'copying', key, copy });
    this.#apply({ kind: 'copying', key, copy });
  }

  async get(key: string): Promise<PendingCopy | null> {
    await this.#opened();
    return this.#pending.get(key) ?? null;
  }

  async end(key: string): Promise<void> {
    await this.#opened();
    if (!this.#pending.has(key)) return;
    await this.#append({ kind: 'copied', key });
    this.#apply({ kind: 'copied', key });
  }

  async close(): Promise<void> {
    const journal = this.#journal;
    this.#journal = null;
    await journal?.then(
      (opened) => opened.close(),
      () => undefined, // it could not be opened, and whoever needed it was told
    );
  }

  async #append(record: CopyRecord): Promise<void> {
    const journal = await this.#opened();
    if (journal === null) return;
    try {
      if (journal.sizeBytes > REWRITE_BYTES) await journal.rewrite(() => this.#records());
      await journal.append(record);
    } catch (error) {
      throw toMailError(error, 'unexpected');
    }
  }

  async #opened(): Promise<Journal<CopyRecord> | null> {
    if (this.path === null) return null;
    const opening = (this.#journal ??= this.#open(this.path));
    const journal = await opening.catch((error: unknown) => {
      if (this.#journal === opening) this.#journal = null;
      throw toMailError(error, 'unexpected');
    });
    if (!journal.poisoned) return journal;
    await this.close();
    return this.#opened();
  }

  async #open(path: string): Promise<Journal<CopyRecord>> {
    await ensureDirectory(dirname(path), this.fileSystem);
    this.#pending.clear();
    return Journal.open({
      path,
      fileSystem: this.fileSystem,
      parse: (value) => CopyRecord.parse(value),
      replay: (record) => this.#apply(record),
    });
  }

  #apply(record: CopyRecord): void {
    if (record.kind === 'copied') this.#pending.delete(record.key);
    else this.#pending.set(record.key, record.copy);
    const [oldest] = this.#pending.keys();
    if (this.#pending.size > MAX_ENTRIES && oldest !== undefined) this.#pending.delete(oldest);
  }

  *#records(): Generator<CopyRecord> {
    for (const [key, copy] of this.#pending) yield { kind: 'copying', key, copy };
  }
}
