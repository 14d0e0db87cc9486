import { createServer, type Server, type Socket } from 'node:net';

/** A dialogue without a socket: bytes in, bytes out by the ports it was made with. */
export interface Session {
  start(): void;
  receive(chunk: Buffer): void;
  dispose(): void;
}

export interface SessionPorts {
  /** `bytes` is a byte string (latin1). */
  send(bytes: string): void;
  close(): void;
}

/** RFC 3501 section 5.4 and RFC 2177 ask for at least 30 minutes; POP3 for 10. */
const IDLE_TIMEOUT_MS = 31 * 60_000;

const attach = (socket: Socket, createSession: (ports: SessionPorts) => Session): void => {
  const session = createSession({
    send: (bytes) => {
      if (socket.writable) socket.write(bytes, 'latin1');
    },
    close: () => socket.end(),
  });
  socket.setNoDelay(true);
  socket.setTimeout(IDLE_TIMEOUT_MS, () => socket.destroy());
  socket.on('data', (chunk) => session.receive(Buffer.from(chunk)));
  // A reset connection is an ordinary end here; 'close' follows and does the cleaning.
  socket.on('error', () => socket.destroy());
  socket.on('close', () => session.dispose());
  session.start();
};

/** A server, not listening yet, that gives each connection a session of its own. */
export const serveSessions = (createSession: (ports: SessionPorts) => Session): Server =>
  createServer((socket) => attach(socket, createSession));
