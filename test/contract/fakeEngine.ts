import {
  MailError,
  methods,
  type EventData,
  type EventName,
  type MethodName,
} from '../../preload/contract/index.ts';
import type { Engine, Handlers } from '../../main/engine/ports.ts';

type EventListener = Parameters<Engine['onEvent']>[0];

/** An Engine whose handlers a test gives; the others answer `notSupported`. */
export interface FakeEngine extends Engine {
  emit<E extends EventName>(event: E, data: EventData<E>): void;
  readonly state: { closed: boolean };
}

export function createFakeEngine(handlers: Partial<Handlers> = {}): FakeEngine {
  const listeners = new Set<EventListener>();
  const state = { closed: false };
  const refuse = async (): Promise<never> => {
    throw new MailError('notSupported', 'not in this fake');
  };
  const hello: Handlers['host.hello'] = async () => ({
    contractVersion: 1,
    appVersion: '0.0.0',
    shell: 'test',
    platform: 'other',
    capabilities: { demo: false, openExternal: false, secrets: 'file' },
  });
  const all = Object.fromEntries((Object.keys(methods) as MethodName[]).map((name) => [name, refuse]));
  return {
    handlers: { ...(all as unknown as Handlers), 'host.hello': hello, ...handlers },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      state.closed = true;
    },
    emit: (event, data) => {
      for (const listener of listeners) listener(event, data);
    },
    state,
  };
}
