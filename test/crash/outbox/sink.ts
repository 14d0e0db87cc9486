import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface Sink {
  readonly port: number;
  /** The subject of each message for which 250 was decided, whether or not the client lived to read it. */
  readonly taken: string[];
  close(): Promise<void>;
}

/** An SMTP server that takes everything, a few milliseconds a step, so that kills fall between any two of them. */
export async function startSink(pauseMs: () => number): Promise<Sink> {
  const taken: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    let buffer = '';
    let body = false;
    let turn = Promise.resolve();
    const answer = (text: string): void => {
      turn = turn.then(() => delay(pauseMs())).then(() => void socket.write(`${text}\r\n`));
    };
    answer('220 sink');
    socket.on('data', (chunk) => {
      buffer += chunk.toString('latin1');
      for (;;) {
        const end = body ? buffer.indexOf('\r\n.\r\n') : buffer.indexOf('\r\n');
        if (end < 0) return;
        const text = buffer.slice(0, end);
        buffer = buffer.slice(end + (body ? 5 : 2));
        if (body) {
          body = false;
          taken.push(/^Subject: (.*)$/m.exec(text)?.[1]?.trim() ?? '?');
          answer('250 2.0.0 taken');
        } else if (/^EHLO/i.test(text)) answer('250-sink\r\n250 SIZE 0');
        else if (/^DATA/i.test(text)) {
          body = true;
          answer('354 go');
        } else if (/^QUIT/i.test(text)) answer('221 bye');
        else answer('250 ok');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP listener');
  return {
    port: address.port,
    taken,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
