import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { MailError, type ServerSettings } from '../../../preload/contract/index.ts';
import { mapConnectError } from './mapConnectError.ts';
import { tlsOptions } from './tlsOptions.ts';
import { verifyPeer } from './verifyPeer.ts';

export interface OpenOptions {
  /** Ends the attempt with `cancelled`. */
  readonly signal: AbortSignal;
  /** Name lookup, TCP and TLS together, in milliseconds. */
  readonly timeoutMs: number;
}

/** Opens a connection: with TLS from the first byte for `tls`, plain for `starttls` and `none`. Rejects with a MailError. */
export function openSocket(server: ServerSettings, options: OpenOptions): Promise<Socket> {
  const target = { host: server.host, port: server.port };
  return server.security === 'tls'
    ? settle(connectTls({ ...target, ...unverified(server) }), 'secureConnect', server, options)
    : settle(connectTcp(target), 'connect', server, options);
}

/**
 * Begins TLS on a connection whose server has just agreed to it. The caller must have thrown away everything it
 * read before (RFC 3207 section 4.2, RFC 2595 section 4): bytes that arrived with the agreement are an injection.
 */
export function startTls(socket: Socket, server: ServerSettings, options: OpenOptions): Promise<Socket> {
  return settle(connectTls({ socket, ...unverified(server) }), 'secureConnect', server, options);
}

/** The verdict is `verifyPeer`'s, before the socket is handed out: so a refusal can show the certificate. */
const unverified = (server: ServerSettings): ConnectionOptions => ({
  ...tlsOptions(server),
  rejectUnauthorized: false,
});

function settle(
  socket: Socket | TLSSocket,
  ready: 'connect' | 'secureConnect',
  server: ServerSettings,
  { signal, timeoutMs }: OpenOptions,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const fail = (error: MailError): void => {
      finish();
      socket.on('error', () => undefined /* reported already; a late one must not end the process */);
      socket.destroy();
      reject(error);
    };
    const where = { scope: 'connection', host: server.host, port: server.port } as const;
    const timer = setTimeout(
      () => fail(new MailError('network.timeout', 'no connection in time', where)),
      timeoutMs,
    );
    const onAbort = (): void => fail(new MailError('cancelled', 'cancelled', where));
    const onError = (error: Error): void =>
      fail(
        mapConnectError(error, server) ??
          new MailError('network.closed', error.message, { ...where, cause: error }),
      );
    const onClose = (): void => fail(new MailError('network.closed', 'closed while connecting', where));
    const onReady = (): void => {
      try {
        if ('getPeerCertificate' in socket) verifyPeer(server, socket);
      } catch (error) {
        fail(mapConnectError(error, server) ?? new MailError('tls.handshake', String(error), where));
        return;
      }
      finish();
      resolve(socket);
    };
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError).off('close', onClose).off(ready, onReady);
    };
    socket.once('error', onError).once('close', onClose).once(ready, onReady);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}
