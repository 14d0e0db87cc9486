import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import { MailError, type ServerSettings } from '../../../preload/contract/index.ts';
import { certificateInfo, type CertificateFields } from './certificateInfo.ts';

/**
 * Options for every TLS connection of Naru: the system's trust, TLS 1.2 or newer, the host name checked. With a
 * pinned certificate that one certificate is accepted (whatever it says) and no other: a changed one
 * fails with `tls.changed`, shown side by side with the old fingerprint.
 *
 * A pin is checked by `checkPin` once the handshake is done: Node calls `checkServerIdentity` only for chains it
 * trusts, and a self-signed one is none. Whoever hands these options to a library calls `checkPin` before any credential.
 */
export function tlsOptions(server: Pick<ServerSettings, 'host' | 'pinnedCertificate'>): ConnectionOptions {
  return {
    minVersion: 'TLSv1.2',
    // SNI must not carry an IP address (RFC 6066 section 3).
    ...(isIP(server.host) === 0 ? { servername: server.host } : {}),
    ...(server.pinnedCertificate === null
      ? {
          rejectUnauthorized: true,
          checkServerIdentity: (_name, certificate) => checkServerIdentity(server.host, certificate),
        }
      : // The pin replaces the chain; checkPin decides before a byte of ours is sent.
        { rejectUnauthorized: false }),
  };
}

/** SHA-256 of a DER certificate as lower-case hex: the form of a pin. */
export const fingerprint = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex');

/** Throws `tls.changed` unless the peer's certificate is the pinned one; no pin, no check. */
export function checkPin(
  server: Pick<ServerSettings, 'host' | 'port' | 'pinnedCertificate'>,
  peer: (CertificateFields & { readonly raw: Uint8Array }) | null,
): void {
  if (server.pinnedCertificate === null) return;
  if (peer !== null && fingerprint(peer.raw) === server.pinnedCertificate) return;
  throw new MailError('tls.changed', 'the certificate is not the one that was trusted for this server', {
    scope: 'connection',
    host: server.host,
    port: server.port,
    ...(peer === null ? {} : { certificate: certificateInfo(peer) }),
  });
}
