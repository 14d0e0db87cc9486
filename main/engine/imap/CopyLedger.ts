import { dirname } from 'node:path';
import { z } from 'zod';
import { Uid } from '../../../preload/contract/index.ts';
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
type PendingCopy = z.infer<typeof PendingCopy>;

/** What is known of a copy asked for before: it may have been made, or it was. */
export type KnownCopy =
  | { readonly state: 'pending'; readonly copy: PendingCopy }
  | { readonly state: 'made'; readonly copied: readonly { readonly from: Uid; readonly to: Uid }[] };

const Pairs = z.array(z.strictObject({ from: Uid, to: Uid }));

const CopyRecord = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('copying'), key: z.string().max(64), copy: PendingCopy }),
  /** Known to be there; `copied` as the server told it (COPYUID). */
  z.strictObject({ kind: z.literal('copied'), key: z.string().max(64), copied: Pairs }),
  /** Refused: nothing was copied. */
  z.strictObject({ kind: z.literal('refused'), key: z.string().max(64) }),
]);
type CopyRecord = z.infer<typeof CopyRecord>;

const MAX_ENTRIES = 500;
/** Of one copy; without the rest it can not be undone. */
const MAX_PAIRS = 1000;
const REWRITE_BYTES = 1024 * 1024;

/**
 * Remembers copies by operation id, so that a repeat after a lost answer (the server's to us, or ours to the page) makes
 * no more of them. `begin` is durable before the COPY is sent: a killed host finds it again. Without a path it is kept
 * in memory alone. Rejects with `store.*` when the disk fails; the next call opens the file anew.
 */
export class CopyLedger {
  readonly #known = new Map<string, KnownCopy>();
  #journal: Promise<Journal<CopyRecord>> | null = null;

  constructor(
    private readonly path: string | null = null,
    private readonly fileSystem: FileSystem = nodeFileSystem,
  ) {}

  begin(key: string, copy: PendingCopy): Promise<void> {
    return this.#append({ kind: 'copying', key, copy });
  }

  async get(key: string): Promise<KnownCopy | null> {
    await this.#opened();
    return this.#known.get(key) ?? null;
  }

  made(key: string, copied: z.infer<typeof Pairs>): Promise<void> {
    return this.#append({ kind: 'copied', key, copied: copied.slice(0, MAX_PAIRS) });
  }

  refused(key: string): Promise<void> {
    return this.#append({ kind: 'refused', key });
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
    try {
      if (journal !== null && journal.sizeBytes > REWRITE_BYTES) await journal.rewrite(() => this.#records());
      await journal?.append(record);
    } catch (error) {
      throw toMailError(error, 'unexpected');
    }
    this.#apply(record);
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
    this.#known.clear();
    return Journal.open({
      path,
      fileSystem: this.fileSystem,
      parse: (value) => CopyRecord.parse(value),
      replay: (record) => this.#apply(record),
    });
  }

  #apply(record: CopyRecord): void {
    const { key } = record;
    this.#known.delete(key);
    if (record.kind === 'copying') this.#known.set(key, { state: 'pending', copy: record.copy });
    if (record.kind === 'copied') this.#known.set(key, { state: 'made', copied: record.copied });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_ENTRIES && oldest !== undefined) this.#known.delete(oldest);
  }

  *#records(): Generator<CopyRecord> {
    for (const [key, known] of this.#known)
      yield known.state === 'pending'
        ? { kind: 'copying', key, copy: known.copy }
        : { kind: 'copied', key, copied: [...known.copied] };
  }
}
