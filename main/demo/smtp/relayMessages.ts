import { connect } from 'node:net';
import { SmtpClientProtocol, type RecipientOutcome, type SmtpMessage } from './SmtpClientProtocol.ts';

/** RFC 5321 section 4.5.3.2 allows minutes; on loopback a silent server is a dead one. */
const SILENCE_MS = 30_000;

const explain = (error: NodeJS.ErrnoException, host: string): string =>
  error.code === 'ECONNREFUSED' ? `${host} refused the connection` : `${host}: ${error.message}`;

/**
 * Brings messages to one server over one connection. Resolves when each has been given to `settle` exactly once;
 * never rejects, since a failure to connect is an outcome too.
 */
export const relayMessages = async (options: {
  readonly clientName: string;
  /** The server's name, for what is said about it. */
  readonly serverName: string;
  readonly host: string;
  readonly port: number;
  readonly messages: readonly SmtpMessage[];
  readonly signal: AbortSignal;
  settle(message: SmtpMessage, outcomes: readonly RecipientOutcome[]): void;
}): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect({ host: options.host, port: options.port });
    const protocol = new SmtpClientProtocol(options.clientName, options.messages, {
      send: (bytes) => {
        if (socket.writable) socket.write(bytes, 'latin1');
      },
      close: () => socket.end(),
      settle: (message, outcomes) => options.settle(message, outcomes),
    });
    const abort = (): void => {
      socket.destroy();
    };
    let failure = `${options.serverName} closed the connection`;
    socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('no answer in time')));
    socket.on('data', (chunk) => protocol.receive(Buffer.from(chunk)));
    socket.on('error', (error) => {
      failure = explain(error, options.serverName);
    });
    socket.on('close', () => {
      options.signal.removeEventListener('abort', abort);
      protocol.lost(failure);
      resolve();
    });
    options.signal.addEventListener('abort', abort, { once: true });
    if (options.signal.aborted) abort();
  });
