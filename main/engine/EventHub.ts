import type { EventData, EventName } from '../../preload/contract/index.ts';
import type { Engine } from './ports.ts';

type Listener = Parameters<Engine['onEvent']>[0];

/** Hands the engine's events to everybody who listens at that moment; events are hints, so none is kept. */
export class EventHub {
  readonly #listeners = new Set<Listener>();

  readonly emit = <E extends EventName>(event: E, data: EventData<E>): void => {
    for (const listener of this.#listeners) listener(event, data);
  };

  readonly onEvent = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
