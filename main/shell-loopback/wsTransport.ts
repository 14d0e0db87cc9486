import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import {
  decodeFrame,
  encodeFrame,
  MAX_FRAME_BYTES,
  MailError,
  type HostTransport,
} from '../../preload/contract/index.ts';
import type { Clock, Logger } from '../engine/ports.ts';

export interface WsTransportOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** A peer that answers no ping within this time is gone. */
  readonly watchdogMs?: number;
  /** What may wait unsent for a slow reader before it is cut off. */
  readonly maxBufferedBytes?: number;
}

const SCOPE = 'rpc.webSocket';

/**
 * One accepted WebSocket as a transport. Whatever is no frame (text, garbled bytes) closes this socket alone. A
 * frame beyond MAX_FRAME_BYTES is refused with `protocol.tooLarge` and never sent.
 */
export function createWsTransport(socket: WebSocket, options: WsTransportOptions): HostTransport {
  const { clock, logger, watchdogMs = 30_000, maxBufferedBytes = 2 * MAX_FRAME_BYTES } = options;
  const frameListeners: ((frame: unknown) => void)[] = [];
  let answered = true;
  let cancelTimer = clock.setTimer(watchdogMs, watch);

  function watch(): void {
    if (!answered) {
      logger.log('warn', SCOPE, 'a client no longer answers');
      return socket.terminate();
    }
    answered = false;
    socket.ping();
    cancelTimer = clock.setTimer(watchdogMs, watch);
  }
  const reject = (reason: string): void => {
    logger.log('warn', SCOPE, 'closed a connection', { reason });
    socket.close(1008, reason);
  };

  socket.on('pong', () => (answered = true));
  socket.on('error', (error) => logger.log('warn', SCOPE, 'connection failed', { error: error.message }));
  socket.on('close', () => cancelTimer());
  socket.on('message', (data, isBinary) => {
    answered = true;
    if (!isBinary) return reject('text is not spoken here');
    let frame: unknown;
    try {
      frame = decodeFrame(toBytes(data));
    } catch {
      return reject('not a frame');
    }
    for (const listener of frameListeners) listener(frame);
  });

  return {
    send: (frame) => {
      if (socket.readyState !== socket.OPEN) return;
      const encoded = encodeFrame(frame);
      if (encoded.length > MAX_FRAME_BYTES)
        throw new MailError('protocol.tooLarge', 'the answer is too large');
      socket.send(encoded);
      // A tab that stopped reading would otherwise fill this process's memory with events.
      if (socket.bufferedAmount > maxBufferedBytes) {
        logger.log('warn', SCOPE, 'a client reads too slowly', { bufferedBytes: socket.bufferedAmount });
        socket.terminate();
      }
    },
    onFrame: (listener) => frameListeners.push(listener),
    onClose: (listener) => socket.once('close', listener),
    close: () => socket.close(1001),
  };
}

const toBytes = (data: RawData): Uint8Array =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? new Uint8Array(data) : data;

/** Turns upgrade requests that were let in into transports. */
export interface WebSockets {
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    attach: (transport: HostTransport) => void,
  ): void;
  readonly openCount: number;
  /** Cuts all of them at once. */
  terminate(): void;
}

/** Frames up to MAX_FRAME_BYTES and no compression, whose memory a client could use against us. */
export function createWebSockets(options: WsTransportOptions): WebSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  return {
    accept: (request, socket, head, attach) =>
      server.handleUpgrade(request, socket, head, (webSocket) =>
        attach(createWsTransport(webSocket, options)),
      ),
    get openCount() {
      return server.clients.size;
    },
    terminate: () => {
      for (const webSocket of server.clients) webSocket.terminate();
    },
  };
}
