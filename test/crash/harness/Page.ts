import 'fake-indexeddb/auto';
import { liveQuery } from 'dexie';
import type { EventName, HostApi, HostClient } from '../../../preload/contract/index.ts';
import { MailError } from '../../../preload/contract/index.ts';
import { messageOrder, messagesByUid } from '../../../renderer/db/queries/messageQueries.ts';
import { openDatabase, type NaruDatabase } from '../../../renderer/db/openDatabase.ts';
import {
  createWorkerCore,
  type WorkerCore,
  type WorkerHost,
} from '../../../renderer/worker/createWorkerCore.ts';
import type { WorkerApi } from '../../../renderer/worker/workerApi.ts';
import { splitFolderKey } from '../../../renderer/domain/rows.ts';
import { systemClock } from '../../../renderer/worker/systemClock.ts';

/** One message as the list shows it. */
export interface ShownMessage {
  readonly folder: string;
  readonly uid: number;
  readonly messageId: string;
  readonly flags: readonly string[];
}

/**
 * The page's worker, the real one, over an IndexedDB that outlives it: syncs, records what a person does and pushes it
 * whenever a host is attached.
 */
export class Page {
  readonly #name: string;
  readonly #host = new AttachedHost();
  readonly errors: unknown[] = [];
  #core: WorkerCore | undefined;
  #database: NaruDatabase | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  get api(): WorkerApi {
    return this.core.api;
  }
  get core(): WorkerCore {
    if (this.#core === undefined) throw new Error('the page is closed');
    return this.#core;
  }
  get database(): NaruDatabase {
    if (this.#database === undefined) throw new Error('the page is closed');
    return this.#database;
  }

  /** Opens it, if it is not open; without a host it is offline. */
  open(): void {
    if (this.#core !== undefined) return;
    this.#database = openDatabase(this.#name);
    this.#core = createWorkerCore({
      database: this.#database,
      host: this.#host,
      // One worker, one tab.
      locks: { hold: (_name, _signal, body) => body() },
      peers: { post: () => undefined, listen: () => undefined, close: () => undefined },
      clock: systemClock,
      newOperationId: () => crypto.randomUUID(),
      onError: (error) => this.errors.push(error),
    });
  }

  attach(client: HostClient): void {
    this.#host.attach(client);
  }

  /** The page is gone in the middle of things; what it committed stays. */
  async crash(): Promise<void> {
    const core = this.#core;
    this.#core = undefined;
    this.#host.detach();
    this.#database?.close();
    this.#database = undefined;
    await core?.stop();
  }

  /** Syncs and pushes until nothing is left to push; false when that did not work out. */
  async finish(patienceMs: number): Promise<boolean> {
    try {
      await this.api.syncNow(null);
      await this.until(
        async () => (await this.database.pendingOperations.where('state').notEqual('parked').count()) === 0,
        patienceMs,
      );
      await this.api.syncNow(null);
      return true;
    } catch (error) {
      if (error instanceof MailError || error instanceof Overdue) return false;
      throw error;
    }
  }

  /** What the lists show, each message on its own. */
  async shown(): Promise<readonly ShownMessage[]> {
    const keys = await this.database.folders.toCollection().primaryKeys();
    const shown: ShownMessage[] = [];
    for (const key of keys) {
      const uids = await messageOrder(this.database, key, { filter: 'all' });
      for (const row of await messagesByUid(this.database, key, uids)) {
        if (row === undefined) continue;
        const { uid, summary, flags } = row;
        shown.push({ folder: splitFolderKey(key).path, uid, messageId: summary.messageId ?? '', flags });
      }
    }
    return shown;
  }

  /** Resolves when it holds; rejects with Overdue. Asked again at each change of the database. */
  until(holds: () => Promise<boolean>, patienceMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        setTimeout(() => subscription.unsubscribe());
        settle();
      };
      const timer = setTimeout(
        () =>
          end(() =>
            reject(
              new Overdue(`${JSON.stringify(this.core.status())} ${this.errors.map(String).join(', ')}`),
            ),
          ),
        patienceMs,
      );
      const subscription = liveQuery(holds).subscribe({
        next: (held) => {
          if (held) end(resolve);
        },
        error: (error: unknown) =>
          end(() => reject(error instanceof Error ? error : new Error(String(error)))),
      });
    });
  }
}

export class Overdue extends Error {}

/** The worker's host: whichever process runs now, or none. */
class AttachedHost implements WorkerHost {
  state = 'waiting';
  readonly #listeners = new Map<EventName, Set<(data: never) => void>>();
  readonly #stateListeners = new Set<(state: string) => void>();
  #client: HostClient | null = null;

  readonly api: HostApi = new Proxy({} as HostApi, {
    get:
      (_target, method) =>
      (...args: unknown[]): unknown => {
        if (this.#client === null) return Promise.reject(new MailError('disconnected', 'no host runs'));
        const call = this.#client.api[method as keyof HostApi] as (...all: unknown[]) => unknown;
        return call(...args);
      },
  });

  attach(client: HostClient): void {
    this.#client = client;
    for (const [event, listeners] of this.#listeners)
      client.on(event, (data) => {
        if (this.#client === client) for (const listener of listeners) listener(data as never);
      });
    client.onClose(() => {
      if (this.#client === client) this.detach();
    });
    this.#become('open');
  }

  detach(): void {
    this.#client = null;
    this.#become('waiting');
  }

  on: WorkerHost['on'] = (event, listener) => {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set);
    set.add(listener);
    return () => set.delete(listener);
  };

  onStateChange(listener: (state: string) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  #become(state: string): void {
    this.state = state;
    for (const listener of this.#stateListeners) listener(state);
  }
}
