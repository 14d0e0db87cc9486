import {
  CONTRACT_VERSION,
  MailError,
  createHostClient,
  events,
  methods,
  type CallOptions,
  type ClientTransport,
  type EventName,
  type HostApi,
  type HostClient,
  type MethodName,
  type Params,
  type Result,
} from '../../preload/contract/index.ts';

/**
 * `connecting`: an attempt is under way; `open`: calls work; `waiting`: the next attempt comes by itself;
 * `incompatible`: the host speaks another contract version, only a reload of the page helps; `closed`: by `close`.
 */
export type HostState = 'connecting' | 'open' | 'waiting' | 'incompatible' | 'closed';

/** A HostClient that outlives its connections. */
export interface ReconnectingHost extends HostClient {
  readonly state: HostState;
  /** What the host said of itself on the latest connection; null before the first. */
  readonly hello: Result<'host.hello'> | null;
  /** Events may have been missed whenever the state becomes `open`: ask anew. */
  onStateChange(listener: (state: HostState) => void): () => void;
}

export interface ReconnectOptions {
  readonly connect: () => Promise<ClientTransport>;
  /** Runs once after `ms`; the returned function prevents it. */
  readonly setTimer?: (ms: number, run: () => void) => () => void;
}

const FIRST_DELAY_MS = 200;
const LAST_DELAY_MS = 5000;
const HELLO_DEADLINE_MS = 10_000;

/**
 * Connects, says hello, and connects anew (after 0.2, 0.4 … 5 s) whenever the transport is gone. Calls in flight
 * then reject with `disconnected` and are not repeated: only the caller knows whether that is safe. Calls made
 * during an attempt wait for its outcome; calls made between attempts reject at once.
 */
export function createReconnectingHost({
  connect,
  setTimer = browserTimer,
}: ReconnectOptions): ReconnectingHost {
  const listeners = new Map<EventName, Set<(data: never) => void>>();
  const stateListeners = new Set<(state: HostState) => void>();
  const closeListeners = new Set<() => void>();
  let state: HostState = 'connecting';
  let hello: Result<'host.hello'> | null = null;
  let attempt: Promise<HostClient> = Promise.reject(disconnected());
  let failures = 0;
  let cancelTimer = (): void => undefined;

  const become = (next: HostState): void => {
    if (state === next || state === 'closed') return;
    state = next;
    for (const listener of stateListeners) listener(next);
  };
  const retry = (): void => {
    if (state === 'closed' || state === 'incompatible') return;
    const delayMs = Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
    failures += 1;
    become('waiting');
    cancelTimer = setTimer(delayMs, start);
  };
  const open = async (): Promise<HostClient> => {
    const client = createHostClient(await connect());
    forwardEvents(client, listeners);
    try {
      hello = await client.api['host.hello'](
        { contractVersion: CONTRACT_VERSION },
        { deadlineMs: HELLO_DEADLINE_MS },
      );
    } catch (error) {
      client.close();
      throw error;
    }
    if (hello.contractVersion !== CONTRACT_VERSION) {
      become('incompatible');
      client.close();
      throw new MailError('notSupported', 'the host is of another version: reload the page');
    }
    if (state === 'closed') {
      client.close();
      throw disconnected();
    }
    return client;
  };
  const start = (): void => {
    become('connecting');
    attempt = open();
    attempt.then(
      (client) => {
        failures = 0;
        client.onClose(() => {
          attempt = Promise.reject(disconnected());
          attempt.catch(() => undefined); // whoever calls meanwhile sees it
          retry();
        });
        become('open');
      },
      retry, // the reason goes to whoever called during the attempt
    );
  };
  attempt.catch(() => undefined); // replaced by `start` before anyone can call
  start();

  const bind = <M extends MethodName>(method: M) =>
    [
      method,
      async (params: Params<M>, options?: CallOptions): Promise<Result<M>> => {
        const client = await attempt;
        return client.api[method](params, options);
      },
    ] as const;
  return {
    // Object.fromEntries forgets which function belongs to which name; the table made both.
    api: Object.fromEntries((Object.keys(methods) as MethodName[]).map(bind)) as unknown as HostApi,
    get state() {
      return state;
    },
    get hello() {
      return hello;
    },
    on: (event, listener) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => set.delete(listener);
    },
    onStateChange: (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    onClose: (listener) => closeListeners.add(listener),
    close: () => {
      if (state === 'closed') return;
      cancelTimer();
      become('closed');
      attempt.then(
        (client) => client.close(),
        () => undefined, // there is nothing to close
      );
      for (const listener of closeListeners) listener();
    },
  };
}

function forwardEvents(
  client: HostClient,
  listeners: ReadonlyMap<EventName, ReadonlySet<(data: never) => void>>,
): void {
  for (const event of Object.keys(events) as EventName[]) {
    client.on(event, (data) => {
      // The client has just parsed the data by this event's own schema.
      for (const listener of listeners.get(event) ?? []) listener(data as never);
    });
  }
}

const disconnected = (): MailError => new MailError('disconnected', 'the host is not connected');

function browserTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
