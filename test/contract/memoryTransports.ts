import {
  decodeFrame,
  encodeFrame,
  type ClientTransport,
  type HostTransport,
} from '../../preload/contract/index.ts';

/** Both ends of a wire inside one process, encoded and decoded as on a real one. Frames arrive in order, in a later microtask. */
export function memoryTransports(): { readonly client: ClientTransport; readonly host: HostTransport } {
  const toHost = createEnd();
  const toClient = createEnd();
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    queueMicrotask(() => {
      for (const listener of [...toHost.closeListeners, ...toClient.closeListeners]) listener();
    });
  };
  const send =
    (end: End) =>
    (frame: unknown): void => {
      if (!open) return;
      const copy = decodeFrame(encodeFrame(frame));
      queueMicrotask(() => {
        if (open) for (const listener of end.frameListeners) listener(copy);
      });
    };
  return {
    client: {
      send: send(toHost),
      onFrame: (listener) => toClient.frameListeners.push(listener),
      onClose: (listener) => toClient.closeListeners.push(listener),
      close,
    },
    host: {
      send: send(toClient),
      onFrame: (listener) => toHost.frameListeners.push(listener),
      onClose: (listener) => toHost.closeListeners.push(listener),
      close,
    },
  };
}

interface End {
  readonly frameListeners: ((frame: unknown) => void)[];
  readonly closeListeners: (() => void)[];
}

const createEnd = (): End => ({ frameListeners: [], closeListeners: [] });
