import type { Server, Socket } from 'node:net';

const LOOPBACK = '127.0.0.1';
const MAX_CONNECTIONS = 100;

/** A listening socket on loopback that can be closed with everyone on it, and opened again on the same port. */
export class LoopbackListener {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(server: Server) {
    this.server = server;
    server.maxConnections = MAX_CONNECTIONS;
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  /** Listens on `port`, or on any free one for 0. Resolves to the port; rejects where it is taken. */
  async open(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, LOOPBACK, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    const address = this.server.address();
    return address === null || typeof address === 'string' ? port : address.port;
  }

  /** Stops listening and drops every connection at once, as a power cut would. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      for (const socket of this.sockets) socket.destroy();
    });
  }
}
