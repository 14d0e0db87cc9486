import type { TLSSocket } from 'node:tls';
import type { CertificateFields } from './certificateInfo.ts';

/** The peer's certificate, or null when there is none yet (Node answers with an empty object). */
export function peerCertificate(socket: TLSSocket): CertificateFields | null {
  const certificate: Partial<CertificateFields> = socket.getPeerCertificate();
  if (certificate.raw === undefined) return null;
  // `raw` is there, so Node has filled in the rest.
  return certificate as CertificateFields;
}
