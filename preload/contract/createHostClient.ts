import { MailError, toErrorData } from './errors.ts';
import { events, isEventName, type EventData, type EventName } from './events.ts';
import { type ClientTransport, HostFrame } from './frames.ts';
import {
  DEFAULT_DEADLINE_MS,
  methods,
  type CallOptions,
  type HostApi,
  type MethodName,
  type Params,
  type Result,
} from './methods.ts';

/** The renderer's end of the contract. */
export interface HostClient {
  readonly api: HostApi;
  /** Listens until the returned function is called. */
  on<E extends EventName>(event: E, listener: (data: EventData<E>) => void): () => void;
  /** Called once, when the transport is gone; every later call rejects with `disconnected`. */
  onClose(listener: () => void): void;
  close(): void;
}

interface Pending {
  readonly method: MethodName;
  settle(outcome: { result: unknown } | { error: MailError }): void;
}

/**
 * Makes a client of one transport. Results are validated; a frame that is none is ignored, since only the
 * host can send it and the deadline ends the call. Each call ends: result, error, cancelled, deadline or disconnected.
 */
export function createHostClient(transport: ClientTransport): HostClient {
  const pending = new Map<string, Pending>();
  const listeners = new Map<EventName, Set<(data: never) => void>>();
  const closeListeners = new Set<() => void>();
  let closed = false;
  let lastId = 0;

  transport.onFrame((raw) => {
    const frame = HostFrame.safeParse(raw);
    if (!frame.success) return;
    if (frame.data.type === 'event') {
      dispatchEvent(listeners, frame.data.event, frame.data.data);
      return;
    }
    const call = pending.get(frame.data.id);
    if (call === undefined) return;
    if (frame.data.type === 'error') {
      call.settle({ error: MailError.from(frame.data.error) });
      return;
    }
    const result = methods[call.method].result.safeParse(frame.data.result);
    call.settle(
      result.success
        ? { result: result.data }
        : {
            error: new MailError('unexpected', `malformed result of ${call.method}: ${result.error.message}`),
          },
    );
  });
  transport.onClose(() => {
    closed = true;
    for (const call of pending.values())
      call.settle({ error: new MailError('disconnected', 'the host is gone') });
    for (const listener of closeListeners) listener();
  });

  function call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: CallOptions = {},
  ): Promise<Result<M>> {
    return new Promise((resolve, reject) => {
      const { signal, deadlineMs = DEFAULT_DEADLINE_MS } = options;
      if (closed) return reject(new MailError('disconnected', 'the host is gone'));
      if (signal?.aborted === true) return reject(new MailError('cancelled', `${method} was cancelled`));
      const id = String((lastId += 1));
      const abandon = (error: MailError): void => {
        if (!closed) transport.send({ type: 'cancel', id });
        pending.get(id)?.settle({ error });
      };
      const onAbort = (): void => abandon(new MailError('cancelled', `${method} was cancelled`));
      // The host keeps the same deadline; ours is a little later so that its reasoned answer comes first.
      const timer = setTimeout(
        () => abandon(new MailError('deadlineExceeded', `${method} took too long`)),
        deadlineMs + 2000,
      );
      pending.set(id, {
        method,
        settle: (outcome) => {
          pending.delete(id);
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
          if ('error' in outcome) reject(outcome.error);
          // The schema of this very method has just parsed it.
          else resolve(outcome.result as Result<M>);
        },
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        transport.send({ type: 'call', id, method, params, deadlineMs });
      } catch (error) {
        // It never left (too large, not plain data): nothing to wait for.
        pending.get(id)?.settle({ error: MailError.from(toErrorData(error)) });
      }
    });
  }

  const bind = <M extends MethodName>(method: M) =>
    [method, (params: Params<M>, options?: CallOptions) => call(method, params, options)] as const;
  return {
    // Object.fromEntries forgets which function belongs to which name; the table above made both.
    api: Object.fromEntries((Object.keys(methods) as MethodName[]).map(bind)) as unknown as HostApi,
    on: (event, listener) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => set.delete(listener);
    },
    onClose: (listener) => closeListeners.add(listener),
    close: () => transport.close(),
  };
}

function dispatchEvent(
  listeners: ReadonlyMap<EventName, ReadonlySet<(data: never) => void>>,
  name: string,
  data: unknown,
): void {
  if (!isEventName(name)) return;
  const parsed = events[name].safeParse(data);
  if (!parsed.success) return;
  // The table gives each name's listeners the data its own schema has just parsed.
  for (const listener of listeners.get(name) ?? []) listener(parsed.data as never);
}
