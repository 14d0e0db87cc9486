import type { SyncBatch } from '../../preload/contract/index.ts';
import type { FolderKey } from '../domain/rows.ts';

export interface AccountStatus {
  readonly state: 'offline' | 'connecting' | 'online' | 'needsAttention';
  readonly errorCode: string | null;
  /** Messages brought so far of all that this run will bring; null when idle. */
  readonly progress: { readonly done: number; readonly total: number } | null;
}

/** One account's status with the progress of its folders summed up; tells only what has changed. */
export class StatusReporter {
  readonly #onStatus: (status: AccountStatus) => void;
  readonly #folders = new Map<FolderKey, SyncBatch['progress']>();
  #status: AccountStatus = { state: 'connecting', errorCode: null, progress: null };

  constructor(onStatus: (status: AccountStatus) => void) {
    this.#onStatus = onStatus;
  }

  get status(): AccountStatus {
    return this.#status;
  }

  /** What is given is told, the rest stays as it was. */
  report(change: Partial<AccountStatus>): void {
    const next = { ...this.#status, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.#status)) return;
    this.#status = next;
    this.#onStatus(next);
  }

  /** The server has answered. */
  online(): void {
    this.report({ state: 'online', errorCode: null, progress: this.#sum() });
  }

  folderProgress(folder: FolderKey, progress: SyncBatch['progress']): void {
    this.#folders.set(folder, progress);
    this.report({ progress: this.#sum() });
  }

  #sum(): AccountStatus['progress'] {
    let done = 0;
    let total = 0;
    for (const progress of this.#folders.values()) {
      done += progress.done;
      total += progress.total;
    }
    return done < total ? { done, total } : null;
  }

  /** This folder no longer counts: it is left alone. */
  forget(folder: FolderKey): void {
    this.#folders.delete(folder);
  }

  /** The run is over. */
  idle(): void {
    this.#folders.clear();
    this.report({ progress: null });
  }
}
