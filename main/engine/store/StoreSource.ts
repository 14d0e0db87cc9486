import { FolderPath, MailError } from '../../../preload/contract/index.ts';
import type { FolderInfo, OperationResult, SyncBatch, Uid } from '../../../preload/contract/index.ts';
import type { MailSource, MessageParser } from '../ports.ts';
import { applyStoreOperation } from './applyStoreOperation.ts';
import { ensureStandardFolders, folderAt, foldersByPath, pathDelimiter, placeFor } from './folderPaths.ts';
import { MessageIdIndex } from './MessageIdIndex.ts';
import type { MessageStore } from './MessageStore.ts';
import { Mutex } from './Mutex.ts';
import { StoreError } from './StoreError.ts';
import type { FolderId, StoreUid } from './storeTypes.ts';
import { syncStoreFolder } from './syncStoreFolder.ts';
import { toMailError } from './toMailError.ts';

export interface StoreSourceOptions {
  readonly store: MessageStore;
  readonly summarize: MessageParser['summarize'];
  readonly nowMs: () => number;
}

/** Mail of the disk store in the shapes of the contract, as `ImapSource` gives a server's. The store stays its owner's. */
export class StoreSource implements MailSource {
  readonly #store: MessageStore;
  readonly #summarize: MessageParser['summarize'];
  readonly #nowMs: () => number;
  readonly #messageIds: MessageIdIndex;
  /** Looking for a Message-ID and filing it is one step: two attempts at once must not both find nothing. */
  readonly #filing = new Mutex();
  #watched: ReadonlySet<string> = new Set();
  #onChange: (folder: FolderPath) => void = () => undefined;
  readonly #stopListening: () => void;

  private constructor(options: StoreSourceOptions) {
    this.#store = options.store;
    this.#summarize = options.summarize;
    this.#nowMs = options.nowMs;
    this.#messageIds = new MessageIdIndex(options.store);
    this.#stopListening = options.store.onChange((folder) => this.#changed(folder));
  }

  /** Makes the standard folders where they are missing. */
  static async open(options: StoreSourceOptions): Promise<StoreSource> {
    await translated(() => ensureStandardFolders(options.store));
    return new StoreSource(options);
  }

  async listFolders(): Promise<FolderInfo[]> {
    const folders = foldersByPath(this.#store);
    const paths = new Map([...folders].map(([path, folder]) => [folder.id, path]));
    return [...folders].map(([path, folder]) => ({
      path: FolderPath.parse(path),
      name: folder.name,
      delimiter: pathDelimiter,
      parent: folder.parent === null ? null : FolderPath.parse(paths.get(folder.parent)),
      role: folder.role ?? 'none',
      subscribed: true,
      selectable: true,
      total: folder.messages,
      unseen: folder.unseen,
    }));
  }

  createFolder(path: FolderPath): Promise<void> {
    return translated(async () => {
      await this.#store.createFolder(await placeFor(this.#store, path));
    });
  }

  renameFolder(path: FolderPath, newPath: FolderPath): Promise<void> {
    return translated(async () => {
      const { id } = folderAt(this.#store, path);
      await this.#store.changeFolder(id, await placeFor(this.#store, newPath));
    });
  }

  /** Deletes the folder with its messages; refused for standard folders and while it holds others. */
  deleteFolder(path: FolderPath): Promise<void> {
    return translated(async () => {
      const folder = folderAt(this.#store, path);
      const holdsOthers = this.#store.folders().some((other) => other.parent === folder.id);
      if (folder.role !== null || holdsOthers) {
        throw new MailError('mail.refused', 'The folder is a standard one or holds other folders', {
          scope: 'folder',
        });
      }
      await this.#store.deleteFolder(folder.id);
    });
  }

  /** Local folders are always shown: nothing to do, and saying so is no failure. */
  async subscribe(folder: FolderPath): Promise<void> {
    await translated(async () => folderAt(this.#store, folder));
  }

  syncStep(step: Parameters<MailSource['syncStep']>[0], signal: AbortSignal): Promise<SyncBatch> {
    return translated(async () => {
      const folder = folderAt(this.#store, step.folder);
      return syncStoreFolder(this.#store, folder, step, { summarize: this.#summarize, signal });
    });
  }

  /** In order; the first that failed ends the run. */
  async applyOperations(
    batch: Parameters<MailSource['applyOperations']>[0],
    signal: AbortSignal,
  ): Promise<OperationResult[]> {
    const results: OperationResult[] = [];
    const folder = await translated(async () => folderAt(this.#store, batch.folder));
    const findFolder = (path: string): FolderId => folderAt(this.#store, path).id;
    for (const operation of batch.operations) {
      signal.throwIfAborted();
      const result: OperationResult =
        folder.uidValidity === batch.uidValidity
          ? await applyStoreOperation(this.#store, folder, operation, findFolder)
          : { outcome: 'stale', opId: operation.opId };
      results.push(result);
      if (result.outcome === 'failed') break;
    }
    return results;
  }

  async *readSources(
    batch: Parameters<MailSource['readSources']>[0],
    signal: AbortSignal,
  ): AsyncGenerator<{ readonly uid: Uid; readonly source: Uint8Array }, void, undefined> {
    const folder = await translated(async () => folderAt(this.#store, batch.folder));
    if (folder.uidValidity !== batch.uidValidity) {
      throw new MailError('mail.uidValidityChanged', 'The folder was made anew', { scope: 'folder' });
    }
    for (const uid of batch.uids) {
      signal.throwIfAborted();
      try {
        yield { uid, source: await this.#store.readMessage(folder.id, storeUid(uid)) };
      } catch (error) {
        if (error instanceof StoreError && error.code === 'notFound') continue;
        throw toMailError(error, 'mail.messageGone', 'message');
      }
    }
  }

  watch(folders: readonly FolderPath[], onChange: (folder: FolderPath) => void): void {
    this.#watched = new Set(folders);
    this.#onChange = onChange;
  }

  fileCopy(copy: Parameters<MailSource['fileCopy']>[0], signal: AbortSignal): Promise<void> {
    return this.#filing.run(() =>
      translated(async () => {
        const folder = folderAt(this.#store, copy.folder).id;
        if (await this.#messageIds.holds(folder, copy.messageId, signal)) return;
        const item = { folder, flags: copy.flags, receivedAtMs: this.#nowMs() };
        await this.#store.storeMessage(copy.source, item);
      }),
    );
  }

  holdsMessageId(folder: FolderPath, messageId: string, signal: AbortSignal): Promise<boolean> {
    return translated(() => this.#messageIds.holds(folderAt(this.#store, folder).id, messageId, signal));
  }

  /** Stops watching. The store is closed by whoever opened it. */
  async close(): Promise<void> {
    this.#watched = new Set();
    this.#stopListening();
  }

  #changed(folder: FolderId): void {
    if (this.#watched.size === 0) return;
    for (const [path, { id }] of foldersByPath(this.#store)) {
      if (id === folder && this.#watched.has(path)) this.#onChange(FolderPath.parse(path));
    }
  }
}

/** The contract's uids of this account are the store's. */
const storeUid = (uid: Uid): StoreUid => uid as number as StoreUid;

const translated = async <T>(task: () => Promise<T>): Promise<T> => {
  try {
    return await task();
  } catch (error) {
    throw toMailError(error, 'mail.folderNotFound');
  }
};
