import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import {
  decodeFrame,
  encodeFrame,
  MAX_FRAME_BYTES,
  MailError,
  type HostTransport,
} from '../../preload/contract/index.ts';
import { IPC_CHANNEL } from '../../preload/NaruBridge.ts';
import type { Logger } from '../engine/ports.ts';

export interface IpcTransportOptions {
  readonly ipcMain: Pick<IpcMain, 'on'>;
  /** Called with each connection that a page of ours opens. */
  readonly attach: (transport: HostTransport) => void;
  /** Whether a frame at this URL may speak to the host at all. */
  readonly isTrustedUrl: (url: string) => boolean;
  readonly logger: Logger;
}

interface Connection {
  receive(encoded: Uint8Array): void;
  close(): void;
}

const SCOPE = 'rpc.ipc';
const CONNECTION_ID = /^[0-9a-f-]{36}$/;
const MAX_CONNECTIONS_PER_PAGE = 16;

/**
 * The main process's end of `NaruBridge`: makes a HostTransport of each connection that a page opens. Only the top
 * frame of a page of ours is heard: message HTML lives in frames below it. A navigation, a crash or the end of the
 * page closes its connections.
 */
export function acceptIpcConnections({ ipcMain, attach, isTrustedUrl, logger }: IpcTransportOptions): void {
  const pages = new WeakMap<WebContents, Map<string, Connection>>();

  const connectionsOf = (page: WebContents): Map<string, Connection> => {
    const known = pages.get(page);
    if (known !== undefined) return known;
    const connections = new Map<string, Connection>();
    const closeAll = (): void => {
      for (const connection of [...connections.values()]) connection.close();
    };
    page.on('destroyed', closeAll);
    page.on('render-process-gone', closeAll);
    page.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) closeAll();
    });
    pages.set(page, connections);
    return connections;
  };

  ipcMain.on(IPC_CHANNEL, (event: IpcMainEvent, id: unknown, encoded: unknown) => {
    const { sender: page, senderFrame } = event;
    const isOurs = senderFrame !== null && senderFrame === page.mainFrame && isTrustedUrl(senderFrame.url);
    const isMessage =
      typeof id === 'string' && CONNECTION_ID.test(id) && (encoded === null || encoded instanceof Uint8Array);
    if (!isOurs || !isMessage) {
      logger.log('warn', SCOPE, 'refused a message', { reason: isOurs ? 'malformed' : 'sender' });
      return;
    }
    const connections = connectionsOf(page);
    const known = connections.get(id);
    if (encoded === null) return known?.close();
    if (known !== undefined) return known.receive(encoded);
    if (connections.size >= MAX_CONNECTIONS_PER_PAGE) {
      logger.log('warn', SCOPE, 'refused a message', { reason: 'too many connections' });
      return page.send(IPC_CHANNEL, id, null);
    }
    const { transport, connection } = createConnection(page, id, () => connections.delete(id), logger);
    connections.set(id, connection);
    attach(transport);
    connection.receive(encoded);
  });
}

function createConnection(
  page: WebContents,
  id: string,
  forget: () => void,
  logger: Logger,
): { transport: HostTransport; connection: Connection } {
  const frameListeners: ((frame: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let open = true;
  const post = (encoded: Uint8Array | null): void => {
    if (!page.isDestroyed()) page.send(IPC_CHANNEL, id, encoded);
  };
  const close = (): void => {
    if (!open) return;
    open = false;
    forget();
    post(null);
    for (const listener of closeListeners) listener();
  };
  const receive = (encoded: Uint8Array): void => {
    if (encoded.length === 0) return; // opens, and carries nothing
    let frame: unknown;
    try {
      if (encoded.length > MAX_FRAME_BYTES) throw new Error('frame is too large');
      frame = decodeFrame(encoded);
    } catch {
      logger.log('warn', SCOPE, 'closed a connection', { reason: 'not a frame' });
      return close();
    }
    for (const listener of frameListeners) listener(frame);
  };
  const send: HostTransport['send'] = (frame) => {
    if (!open) return;
    const encoded = encodeFrame(frame);
    if (encoded.length > MAX_FRAME_BYTES) throw new MailError('protocol.tooLarge', 'the answer is too large');
    post(encoded);
  };
  return {
    connection: { receive, close },
    transport: {
      send,
      onFrame: (listener) => frameListeners.push(listener),
      onClose: (listener) => closeListeners.push(listener),
      close,
    },
  };
}
