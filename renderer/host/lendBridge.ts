import type { NaruBridge } from '../../preload/NaruBridge.ts';

/** The part of a MessagePort that we use; runs where there is no DOM too. */
export interface PortLike {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  start(): void;
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
}

/** One message of a lent bridge, either way. */
type PortMessage = readonly [connection: string, frame: Uint8Array<ArrayBuffer> | null];

/**
 * Page side: lets the holder of the other end of `port` use `bridge`. Only connections that it opened reach it, and
 * frames are transferred, not copied. The port is trusted: our own worker holds it.
 */
export function lendBridge(bridge: NaruBridge, port: PortLike): void {
  const borrowed = new Set<string>();
  listen(port, (connection, frame) => {
    if (frame === null) borrowed.delete(connection);
    else borrowed.add(connection);
    bridge.send(connection, frame);
  });
  bridge.onMessage((connection, frame) => {
    if (!borrowed.has(connection)) return;
    if (frame === null) borrowed.delete(connection);
    post(port, connection, frame);
  });
}

/** Worker side: the lent bridge. */
export function borrowBridge(port: PortLike): NaruBridge {
  const listeners: ((connection: string, frame: Uint8Array | null) => void)[] = [];
  listen(port, (connection, frame) => {
    for (const listener of listeners) listener(connection, frame);
  });
  return {
    send: (connection, frame) => post(port, connection, frame),
    onMessage: (listener) => listeners.push(listener),
  };
}

function listen(port: PortLike, receive: (...message: PortMessage) => void): void {
  // Both ends of the port are ours and only `post` writes to it.
  port.addEventListener('message', ({ data }) => receive(...(data as PortMessage)));
  port.start();
}

function post(port: PortLike, connection: string, frame: Uint8Array | null): void {
  // A view into a larger or shared buffer is copied first: transferring would take its neighbours along.
  const own =
    frame === null || (frame.buffer instanceof ArrayBuffer && frame.byteLength === frame.buffer.byteLength)
      ? frame
      : frame.slice();
  const message = [connection, own] as PortMessage; // a whole ArrayBuffer is behind `own`, as just seen to
  port.postMessage(message, message[1] === null ? [] : [message[1].buffer]);
}
