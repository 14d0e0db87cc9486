import {
  toErrorData,
  type HostClient,
  type MailErrorData,
  type MessageBody,
  type Uid,
} from '../../../../preload/contract/index.ts';
import { drop } from '../../../commands/drop.ts';
import { watchMessage } from '../../../db/queries/watchMessage.ts';
import type { NaruDatabase } from '../../../db/openDatabase.ts';
import type { FolderKey, MessageRow } from '../../../domain/rows.ts';
import type { WorkerApi } from '../../../worker/workerApi.ts';
import { loadPictures } from '../pictures/loadPictures.ts';
import { prepareBody, releaseBody, remotePicturesOf, type PreparedBody } from './prepareContent.ts';

/** The remote pictures of a message: not asked for, being loaded, or shown as far as they came. */
export type PicturesState =
  | { readonly kind: 'blocked' }
  | { readonly kind: 'loading'; readonly done: number; readonly total: number }
  | { readonly kind: 'shown'; readonly failed: number };

export interface OpenMessagePorts {
  readonly database: NaruDatabase;
  readonly worker: WorkerApi;
  readonly api: HostClient['api'];
}

export type BodyState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly body: MessageBody; readonly prepared: PreparedBody }
  | { readonly kind: 'failed'; readonly error: MailErrorData };

export interface OpenState {
  /** Undefined until it was looked up, null when it is not in the cache. */
  readonly row: MessageRow | null | undefined;
  readonly body: BodyState;
  readonly pictures: PicturesState;
}

/**
 * One message on its way to the screen: its row and its body as the cache holds them now, the body sanitised. The one
 * being read is prepared at once; a neighbour when nothing else is to be done, and it is never asked from the server.
 */
export class OpenMessage {
  readonly #ports: OpenMessagePorts;
  readonly #folder: FolderKey;
  readonly #uid: Uid;
  readonly #listeners = new Set<() => void>();
  #state: OpenState = { row: undefined, body: { kind: 'loading' }, pictures: { kind: 'blocked' } };
  #loaded: ReadonlyMap<string, string> = new Map();
  #loading: AbortController | null = null;
  #cached: MessageBody | null | undefined;
  #isShown = false;
  #isAsked = false;
  #idle: number | null = null;

  constructor(ports: OpenMessagePorts, folder: FolderKey, uid: Uid) {
    this.#ports = ports;
    this.#folder = folder;
    this.#uid = uid;
  }

  readonly snapshot = (): OpenState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins to read; returns what ends it. */
  start(): () => void {
    const unwatch = watchMessage(this.#ports.database, this.#folder, this.#uid, {
      onRow: (row) => this.#set({ ...this.#state, row: row ?? null }),
      onBody: (row) => {
        this.#cached = row?.body ?? null;
        this.#prepare();
      },
      onError: (error) => this.#fail(error),
    });
    return () => {
      unwatch();
      this.#stop();
    };
  }

  /** The person is looking at it (or no more). */
  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    if (!isShown) return;
    if (this.#state.body.kind !== 'ready') this.#prepare();
  }

  readonly retry = (): void => {
    this.#isAsked = false;
    this.#set({ ...this.#state, body: { kind: 'loading' } });
    this.#prepare();
  };

  /** Loads the remote pictures, because the person asked for them. */
  readonly showPictures = (): void => {
    const { body, pictures } = this.#state;
    if (body.kind !== 'ready' || pictures.kind !== 'blocked') return;
    const loading = new AbortController();
    this.#loading = loading;
    const onProgress = (done: number, total: number): void => {
      if (this.#loading === loading)
        this.#set({ ...this.#state, pictures: { kind: 'loading', done, total } });
    };
    drop(
      loadPictures(this.#ports.api, remotePicturesOf(body.prepared), onProgress, loading.signal).then(
        ({ urls, failed }) => {
          if (this.#loading === loading) this.#putPictures(urls, failed);
          else revoke(urls);
        },
      ),
      'each failure is counted',
    );
  };

  /** What came so far is shown. */
  readonly cancelPictures = (): void => this.#loading?.abort();

  #putPictures(urls: ReadonlyMap<string, string>, failed: number): void {
    this.#loading = null;
    this.#loaded = urls;
    this.#set({ ...this.#state, pictures: { kind: 'shown', failed } });
    if (this.#cached !== undefined && this.#cached !== null) this.#finish(this.#cached, true);
  }

  #prepare(): void {
    const cached = this.#cached;
    if (cached === undefined) return;
    if (cached === null) {
      if (this.#isShown) this.#ask();
      return;
    }
    if (this.#isShown) {
      this.#cancelIdle();
      this.#finish(cached);
    } else if (this.#idle === null) {
      this.#idle = requestIdle(() => {
        this.#idle = null;
        const { kind } = this.#state.body;
        if (kind !== 'ready' && this.#cached) this.#finish(this.#cached);
      });
    }
  }

  #finish(cached: MessageBody, isAnew = false): void {
    const before = this.#state.body;
    if (before.kind === 'ready' && before.body === cached && !isAnew) return;
    const prepared = prepareBody(cached, this.#loaded);
    this.#set({ ...this.#state, body: { kind: 'ready', body: cached, prepared } });
    if (before.kind === 'ready') releaseBody(before.prepared);
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    drop(
      this.#ports.worker.ensureBody(this.#folder, this.#uid).catch((error: unknown) => this.#fail(error)),
      'its effect arrives through the live query, its failure is shown',
    );
  }

  #fail(error: unknown): void {
    if (this.#state.body.kind !== 'ready')
      this.#set({ ...this.#state, body: { kind: 'failed', error: toErrorData(error) } });
  }

  #set(state: OpenState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #cancelIdle(): void {
    if (this.#idle !== null) cancelIdle(this.#idle);
    this.#idle = null;
  }

  #stop(): void {
    this.#cancelIdle();
    if (this.#state.body.kind === 'ready') releaseBody(this.#state.body.prepared);
    // Started again (React does so in development), it reads afresh.
    this.#cached = undefined;
    this.#isAsked = false;
    this.#loading?.abort();
    this.#loading = null;
    revoke(this.#loaded);
    this.#loaded = new Map();
    this.#state = { row: this.#state.row, body: { kind: 'loading' }, pictures: { kind: 'blocked' } };
  }
}

const revoke = (urls: ReadonlyMap<string, string>): void => {
  for (const url of urls.values()) URL.revokeObjectURL(url);
};

/** A neighbour is prepared at the latest after this long. */
const IDLE_MS = 500;

// Not in every browser; a timer is nearly as good.
const requestIdle = (run: () => void): number =>
  'requestIdleCallback' in globalThis
    ? requestIdleCallback(run, { timeout: IDLE_MS })
    : Number(setTimeout(run, 50));
const cancelIdle = (handle: number): void => {
  if ('cancelIdleCallback' in globalThis) cancelIdleCallback(handle);
  else clearTimeout(handle);
};
