import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { checkServerIdentity, type ConnectionOptions, type PeerCertificate } from 'node:tls';
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
          checkServerIdentity: (_name, certificate) => flawOf(server.host, certificate),
        }
      : // The pin replaces the chain; checkPin decides before a byte of ours is sent.
        { rejectUnauthorized: false }),
  };
}

/** RSA keys below this are in reach of those with money (NIST SP 800-131A; no public authority has signed one since 2014). */
const LEAST_RSA_BITS = 2048;

/**
 * Why a certificate of a trusted chain does not do for this host: a weak key, or another name. A name counts where
 * names belong (RFC 9525 section 2): Node would take the subject's common name too.
 */
function flawOf(host: string, certificate: PeerCertificate): Error | undefined {
  const flaw = (code: string, message: string): Error => Object.assign(new Error(message), { code });
  if (certificate.modulus !== undefined && (certificate.bits ?? 0) < LEAST_RSA_BITS)
    return flaw('CERT_UNTRUSTED', 'the key of the certificate is too short');
  if (certificate.subjectaltname === undefined)
    return flaw(
      'ERR_TLS_CERT_ALTNAME_INVALID',
      `the certificate has no subject alternative name for ${host}`,
    );
  return checkServerIdentity(host, certificate);
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
