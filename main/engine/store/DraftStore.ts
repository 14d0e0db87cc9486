import { join } from 'node:path';
import type { DraftId } from '../../../preload/contract/index.ts';
import { Draft } from '../../../preload/contract/index.ts';
import { ensureDirectory } from './ensureDirectory.ts';
import type { FileSystem } from './FileSystem.ts';
import { Mutex } from './Mutex.ts';
import { nodeFileSystem } from './nodeFileSystem.ts';
import { readFileIfExists } from './readFileIfExists.ts';
import { StoreError, toStoreError } from './StoreError.ts';
import { removeIfExists, temporaryMark, writeFileDurably } from './writeFileDurably.ts';

const ending = '.json';
const draftsLimit = 5000;

/** Drafts, one durable JSON file each (`ID.json`), all in memory. */
export class DraftStore {
  /** Names of files that could not be read as drafts; they are left where they are. */
  readonly unreadable: readonly string[];
  readonly #directory: string;
  readonly #fileSystem: FileSystem;
  readonly #drafts: Map<DraftId, Draft>;
  readonly #changes = new Mutex();

  private constructor(
    directory: string,
    fileSystem: FileSystem,
    drafts: Map<DraftId, Draft>,
    unreadable: readonly string[],
  ) {
    this.#directory = directory;
    this.#fileSystem = fileSystem;
    this.#drafts = drafts;
    this.unreadable = unreadable;
  }

  static async open(directory: string, fileSystem: FileSystem = nodeFileSystem): Promise<DraftStore> {
    try {
      await ensureDirectory(directory, fileSystem);
      const drafts = new Map<DraftId, Draft>();
      const unreadable: string[] = [];
      for (const name of await fileSystem.list(directory)) {
        const path = join(directory, name);
        if (name.includes(temporaryMark)) await removeIfExists(path, fileSystem);
        else if (name.endsWith(ending)) {
          const draft = parseDraft(await readFileIfExists(path, fileSystem));
          if (draft !== undefined && name === `${draft.id}${ending}`) drafts.set(draft.id, draft);
          else unreadable.push(name);
        }
      }
      return new DraftStore(directory, fileSystem, drafts, unreadable);
    } catch (error) {
      throw toStoreError(error, 'opening the drafts');
    }
  }

  /** Latest first. */
  list(): readonly Draft[] {
    return [...this.#drafts.values()].sort((one, other) => other.updatedAt - one.updatedAt);
  }

  get(id: DraftId): Draft | undefined {
    return this.#drafts.get(id);
  }

  /** Durable when it resolves. An older `updatedAt` than the stored one is ignored; resolves with what is stored. */
  save(draft: Draft): Promise<Draft> {
    return this.#changes.run(async () => {
      const stored = this.#drafts.get(draft.id);
      if (stored !== undefined && stored.updatedAt > draft.updatedAt) return stored;
      if (stored === undefined && this.#drafts.size >= draftsLimit) {
        throw new StoreError('conflict', `There are ${draftsLimit} drafts already`);
      }
      const checked = Draft.parse(draft); // also keeps an id that is no plain name from becoming a path
      await writeFileDurably(this.#path(checked.id), Buffer.from(JSON.stringify(checked)), this.#fileSystem);
      this.#drafts.set(checked.id, checked);
      return checked;
    });
  }

  /** Durable when it resolves, also when there was none. */
  delete(id: DraftId): Promise<void> {
    return this.#changes.run(async () => {
      if (!this.#drafts.has(id)) return;
      try {
        await removeIfExists(this.#path(id), this.#fileSystem);
        this.#drafts.delete(id);
        await this.#fileSystem.syncDirectory(this.#directory);
      } catch (error) {
        throw toStoreError(error, 'deleting a draft');
      }
    });
  }

  #path(id: DraftId): string {
    return join(this.#directory, `${id}${ending}`);
  }
}

const parseDraft = (bytes: Uint8Array | undefined): Draft | undefined => {
  try {
    return Draft.parse(JSON.parse(Buffer.from(bytes ?? []).toString('utf8')));
  } catch {
    return undefined; // reported as unreadable
  }
};
