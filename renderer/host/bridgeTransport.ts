import { decodeFrame, encodeFrame, type ClientTransport } from '../../preload/contract/index.ts';
import type { NaruBridge } from '../../preload/NaruBridge.ts';

/** Opens logical transports over one bridge. */
export interface BridgeTransports {
  open(): ClientTransport;
}

interface Connection {
  receive(frame: Uint8Array | null): void;
}

/**
 * The Electron end of the contract: any number of logical transports over `window.naru` (page) or over the port
 * that the page lends (worker). Frames of a connection that is closed or not ours are ignored.
 */
export function createBridgeTransports(bridge: NaruBridge): BridgeTransports {
  const connections = new Map<string, Connection>();
  bridge.onMessage((connection, frame) => connections.get(connection)?.receive(frame));
  return {
    open: () => {
      const id = crypto.randomUUID();
      const frameListeners: ((frame: unknown) => void)[] = [];
      const closeListeners: (() => void)[] = [];
      const end = (): void => {
        if (!connections.delete(id)) return;
        for (const listener of closeListeners) listener();
      };
      connections.set(id, {
        receive: (encoded) => {
          if (encoded === null) return end();
          let frame: unknown;
          try {
            frame = decodeFrame(encoded);
          } catch {
            // Bytes that are no frame: nothing after them can be trusted, and a new connection starts clean.
            bridge.send(id, null);
            return end();
          }
          for (const listener of frameListeners) listener(frame);
        },
      });
      // Opens the connection at the other end, so that events arrive before the first call.
      bridge.send(id, new Uint8Array());
      return {
        send: (frame) => {
          if (connections.has(id)) bridge.send(id, encodeFrame(frame));
        },
        onFrame: (listener) => frameListeners.push(listener),
        onClose: (listener) => closeListeners.push(listener),
        close: () => {
          if (!connections.has(id)) return;
          bridge.send(id, null);
          end();
        },
      };
    },
  };
}
