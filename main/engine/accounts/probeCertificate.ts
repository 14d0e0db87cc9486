import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { connect as connectTcp } from 'node:net';
import type { CertificateInfo, Protocol, ServerSettings } from '../../../preload/contract/index.ts';
import { certificateInfo } from '../net/certificateInfo.ts';
import { peerCertificate } from '../net/peerCertificate.ts';
import { tlsOptions } from '../net/tlsOptions.ts';

/** How each protocol asks for TLS, and the start of its yes (RFC 3501 6.2.1, RFC 2595 4, RFC 3207 4). */
const starttls: Readonly<Record<Protocol, readonly { readonly send: string; readonly yes: RegExp }[]>> = {
  imap: [{ send: 'A1 STARTTLS\r\n', yes: /^A1 OK/im }],
  pop3: [{ send: 'STLS\r\n', yes: /^\+OK/m }],
  smtp: [
    { send: 'EHLO [127.0.0.1]\r\n', yes: /^250 /m },
    { send: 'STARTTLS\r\n', yes: /^220/m },
  ],
};
const greetings: Readonly<Record<Protocol, RegExp>> = {
  imap: /^\* (OK|PREAUTH)/im,
  pop3: /^\+OK/m,
  smtp: /^220 /m,
};

/**
 * The certificate a server shows, whatever it is worth, so that a person can judge a refused one. Nothing but the
 * request for TLS is sent. Null when none could be had in time.
 */
export async function probeCertificate(
  protocol: Protocol,
  server: ServerSettings,
  signal: AbortSignal,
  timeoutMs = 5000,
): Promise<CertificateInfo | null> {
  const sockets: Socket[] = [];
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const target = { host: server.host, port: server.port };
    const options = { ...tlsOptions(server), rejectUnauthorized: false };
    if (server.security !== 'starttls') {
      const socket = connectTls({ ...target, ...options });
      sockets.push(socket);
      return await handshake(socket, bounded);
    }
    const plain = connectTcp(target);
    sockets.push(plain);
    await answer(plain, '', greetings[protocol], bounded);
    for (const { send, yes } of starttls[protocol]) await answer(plain, send, yes, bounded);
    return await handshake(connectTls({ socket: plain, ...options }), bounded);
  } catch {
    // The caller has the real error already; this only adds to it.
    return null;
  } finally {
    for (const socket of sockets) socket.on('error', () => undefined).destroy();
  }
}

function handshake(
  socket: ReturnType<typeof connectTls>,
  signal: AbortSignal,
): Promise<CertificateInfo | null> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('no handshake in time')), { once: true });
    socket.once('error', reject).once('secureConnect', () => {
      const peer = peerCertificate(socket);
      resolve(peer === null ? null : certificateInfo(peer));
    });
  });
}

/** Resolves when what arrived matches; rejects when the server hangs up, says too much, or too late. */
function answer(socket: Socket, send: string, expected: RegExp, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = '';
    const onData = (chunk: Buffer): void => {
      received += chunk.toString('latin1');
      if (expected.test(received)) {
        socket.off('data', onData);
        resolve();
      } else if (received.length > 16_384) reject(new Error('the server says too much'));
    };
    signal.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true });
    socket
      .on('data', onData)
      .once('error', reject)
      .once('close', () => reject(new Error('closed')));
    if (send !== '') socket.write(send);
  });
}
