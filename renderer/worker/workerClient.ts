import { MailError } from '../../preload/contract/index.ts';
import type { WorkerApi, WorkerStatus } from './workerApi.ts';
import { workerCalls, type StartMessage, type CallMessage, type WorkerMessage } from './workerMessages.ts';

/** The part of a Worker that the client uses. */
export interface WorkerLike {
  postMessage(message: StartMessage | CallMessage, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<WorkerMessage>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** The page's view of the worker: its calls and its status. */
export interface WorkerClient {
  readonly api: WorkerApi;
  /** The latest status, null before the first; the same object until it changes (fit for useSyncExternalStore). */
  status(): WorkerStatus | null;
  /** Called after each change until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** Speaks to a started worker. Calls reject with a MailError; when the worker itself breaks, all open ones do. */
export function createWorkerClient(worker: WorkerLike): WorkerClient {
  const open = new Map<number, { resolve(result: unknown): void; reject(error: MailError): void }>();
  const listeners = new Set<() => void>();
  let status: WorkerStatus | null = null;
  let lastId = 0;

  worker.onmessage = ({ data }) => {
    if (data.type === 'status') {
      status = data.status;
      for (const listener of listeners) listener();
      return;
    }
    const call = open.get(data.id);
    open.delete(data.id);
    if (data.type === 'result') call?.resolve(data.result);
    else call?.reject(MailError.from(data.error));
  };
  worker.onerror = (event) => {
    const error = new MailError('unexpected', `the worker failed: ${event.message}`, { scope: 'app' });
    for (const call of open.values()) call.reject(error);
    open.clear();
  };

  const bind = (method: keyof WorkerApi) =>
    [
      method,
      (...args: unknown[]) =>
        new Promise((resolve, reject) => {
          const id = (lastId += 1);
          open.set(id, { resolve, reject });
          worker.postMessage({ type: 'call', id, method, args });
        }),
    ] as const;
  return {
    // The table has exactly the methods of WorkerApi; Object.fromEntries forgets which is which.
    api: Object.fromEntries(
      (Object.keys(workerCalls) as (keyof WorkerApi)[]).map(bind),
    ) as unknown as WorkerApi,
    status: () => status,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
