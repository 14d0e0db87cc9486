import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import WebSocket, { WebSocketServer } from 'ws';
import { systemClock } from '../../main/engine/platform/systemClock.ts';
import type { Logger } from '../../main/engine/ports.ts';
import type { HostServer } from '../../main/rpc/HostServer.ts';
import { acceptIpcConnections } from '../../main/shell-electron/ipcTransport.ts';
import { createWsTransport } from '../../main/shell-loopback/wsTransport.ts';
import { MAX_FRAME_BYTES, type ClientTransport } from '../../preload/contract/index.ts';
import type { NaruBridge } from '../../preload/NaruBridge.ts';
import { createBridgeTransports } from '../../renderer/host/bridgeTransport.ts';
import { borrowBridge, lendBridge, type PortLike } from '../../renderer/host/lendBridge.ts';
import { connectWebSocket, type SocketLike } from '../../renderer/host/webSocketTransport.ts';
import { FakeIpcMain, FakePage } from '../unit/main/shell-electron/FakePage.ts';
import { memoryTransports } from './memoryTransports.ts';

/** A HostServer behind one kind of wire. */
export interface Wire {
  connect(): Promise<ClientTransport>;
  close(): Promise<void>;
}

/** Every kind of wire that the product has, and the one of the tests. */
export const wires: readonly {
  readonly name: string;
  readonly open: (server: HostServer, logger: Logger) => Promise<Wire>;
}[] = [
  { name: 'memory', open: openMemory },
  { name: 'Electron IPC (page)', open: async (server, logger) => openIpc(server, logger, (page) => page) },
  {
    name: 'Electron IPC (worker, lent bridge)',
    open: async (server, logger) => openIpc(server, logger, lend),
  },
  { name: 'WebSocket', open: openWebSocket },
];

async function openMemory(server: HostServer): Promise<Wire> {
  return {
    connect: async () => {
      const { client, host } = memoryTransports();
      server.attach(host);
      return client;
    },
    close: async () => server.close(),
  };
}

function openIpc(server: HostServer, logger: Logger, use: (bridge: NaruBridge) => NaruBridge): Wire {
  const ipcMain = new FakeIpcMain();
  acceptIpcConnections({
    ipcMain: ipcMain as never, // of ipcMain's many members only `on` is used
    attach: (transport) => server.attach(transport),
    isTrustedUrl: (url) => url.startsWith('app://naru/'),
    logger,
  });
  const { ipcRenderer } = new FakePage(ipcMain);
  // What preload.ts does; preload.test.ts checks that it does.
  const bridge: NaruBridge = {
    send: (connection, frame) => ipcRenderer.send('naru', connection, frame),
    onMessage: (listener) =>
      ipcRenderer.on('naru', (_event, connection, frame) =>
        listener(connection as string, frame as Uint8Array | null),
      ),
  };
  const transports = createBridgeTransports(use(bridge));
  return {
    connect: async () => transports.open(),
    close: async () => server.close(),
  };
}

function lend(bridge: NaruBridge): NaruBridge {
  const { port1, port2 } = new MessageChannel();
  lendBridge(bridge, portLike(port1));
  return borrowBridge(portLike(port2));
}

/** Node's types of a MessagePort know nothing of `data`. */
function portLike(port: InstanceType<typeof MessageChannel>['port1']): PortLike {
  port.unref();
  return port as unknown as PortLike;
}

async function openWebSocket(server: HostServer, logger: Logger): Promise<Wire> {
  const http = createServer();
  const sockets = new WebSocketServer({
    server: http,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  sockets.on('connection', (socket) =>
    server.attach(createWsTransport(socket, { clock: systemClock, logger })),
  );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo; // a TCP server has no other kind
  return {
    connect: () =>
      connectWebSocket(`ws://127.0.0.1:${port}`, (url) => new WebSocket(url) as unknown as SocketLike),
    close: async () => {
      server.close();
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
