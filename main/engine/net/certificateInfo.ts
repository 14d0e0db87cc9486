import { createHash } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';
import type { CertificateInfo } from '../../../preload/contract/index.ts';

export type CertificateFields = Pick<
  PeerCertificate,
  'subject' | 'issuer' | 'valid_from' | 'valid_to' | 'subjectaltname'
> & {
  readonly raw: Uint8Array;
};

/** A peer's certificate in the contract's shape, every length bounded. */
export function certificateInfo(peer: CertificateFields): CertificateInfo {
  return {
    subject: nameOf(peer.subject),
    issuer: nameOf(peer.issuer),
    validFrom: peer.valid_from.slice(0, 100),
    validTo: peer.valid_to.slice(0, 100),
    fingerprint: createHash('sha256').update(peer.raw).digest('hex'),
    hostnames: (peer.subjectaltname ?? '')
      .split(/,\s*/)
      .filter((entry) => entry.startsWith('DNS:') || entry.startsWith('IP Address:'))
      .map((entry) => entry.slice(entry.indexOf(':') + 1, 260).slice(0, 253))
      .slice(0, 100),
  };
}

function nameOf(fields: PeerCertificate['subject'] | undefined): string {
  if (fields === undefined) return '';
  const parts = [fields.CN, fields.O, fields.C].filter((part) => part !== undefined);
  return parts.flat().join(', ').slice(0, 2000);
}
