import {
  decodeFrame,
  encodeFrame,
  MAX_FRAME_BYTES,
  MailError,
  type ClientTransport,
} from '../../preload/contract/index.ts';

/** The part of a browser's WebSocket that we use, so that tests can bring the one of `ws`. */
export interface SocketLike {
  binaryType: string;
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onerror: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

// The DOM's event handlers take more than we ask for.
const browserSocket = (url: string): SocketLike => new WebSocket(url) as unknown as SocketLike;

/**
 * Connects to the loopback shell. Resolves when the socket is open; rejects with `disconnected` when it cannot be
 * (not there, or the session cookie is not accepted: a browser does not say which).
 */
export function connectWebSocket(
  url: string,
  createSocket: (url: string) => SocketLike = browserSocket,
): Promise<ClientTransport> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(url);
    const frameListeners: ((frame: unknown) => void)[] = [];
    const closeListeners: (() => void)[] = [];
    let state: 'connecting' | 'open' | 'closed' = 'connecting';
    const end = (): void => {
      if (state === 'closed') return;
      const wasOpen = state === 'open';
      state = 'closed';
      if (wasOpen) for (const listener of closeListeners) listener();
      else reject(new MailError('disconnected', 'the host does not answer'));
    };
    socket.binaryType = 'arraybuffer';
    socket.onclose = end;
    socket.onerror = end;
    socket.onmessage = ({ data }) => {
      if (state !== 'open' || !(data instanceof ArrayBuffer)) return;
      let frame: unknown;
      try {
        frame = decodeFrame(new Uint8Array(data));
      } catch {
        // Bytes that are no frame: nothing after them can be trusted, and a new connection starts clean.
        socket.close();
        return end();
      }
      for (const listener of frameListeners) listener(frame);
    };
    socket.onopen = () => {
      if (state !== 'connecting') return;
      state = 'open';
      resolve({
        send: (frame) => {
          if (state !== 'open') return;
          const encoded = encodeFrame(frame);
          // The host would cut the connection, and every other call with it.
          if (encoded.length > MAX_FRAME_BYTES)
            throw new MailError('protocol.tooLarge', 'this is too large to hand over at once');
          socket.send(encoded);
        },
        onFrame: (listener) => frameListeners.push(listener),
        onClose: (listener) => closeListeners.push(listener),
        close: () => {
          socket.close();
          end();
        },
      });
    };
  });
}
