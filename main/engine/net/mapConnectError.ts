import { MailError, type ErrorCode, type ServerSettings } from '../../../preload/contract/index.ts';
import { certificateInfo, type CertificateFields } from './certificateInfo.ts';

/** Node's and OpenSSL's codes for a connection that could not be made or kept, and what they mean to a person. */
const codes: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: 'network.hostNotFound',
  EAI_AGAIN: 'network.hostNotFound',
  EAI_NONAME: 'network.hostNotFound',
  EAI_FAIL: 'network.hostNotFound',
  ENODATA: 'network.hostNotFound',
  EDNS: 'network.hostNotFound',
  ECONNREFUSED: 'network.refused',
  ETIMEDOUT: 'network.timeout',
  ETIMEOUT: 'network.timeout',
  EHOSTUNREACH: 'network.unreachable',
  ENETUNREACH: 'network.unreachable',
  EHOSTDOWN: 'network.unreachable',
  ENETDOWN: 'network.unreachable',
  EADDRNOTAVAIL: 'network.unreachable',
  ECONNRESET: 'network.closed',
  EPIPE: 'network.closed',
  ECONNABORTED: 'network.closed',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls.selfSigned',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls.selfSigned',
  CERT_HAS_EXPIRED: 'tls.expired',
  CERT_NOT_YET_VALID: 'tls.expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls.wrongHost',
  UNABLE_TO_GET_ISSUER_CERT: 'tls.untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls.untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls.untrusted',
  CERT_UNTRUSTED: 'tls.untrusted',
  CERT_REVOKED: 'tls.untrusted',
  CERT_SIGNATURE_FAILURE: 'tls.untrusted',
  CERT_CHAIN_TOO_LONG: 'tls.untrusted',
  INVALID_CA: 'tls.untrusted',
};

/**
 * Why a connection failed, from whatever Node or a library threw: its own code, or that of a cause or of one of
 * several addresses tried. Null when it says nothing about the connection; the protocol's own table goes on.
 */
export function mapConnectError(
  error: unknown,
  server: Pick<ServerSettings, 'host' | 'port'>,
): MailError | null {
  if (error instanceof MailError) return error;
  for (const candidate of causes(error)) {
    const code = mapCode(candidate);
    if (code === null) continue;
    const peer = certificateOf(candidate);
    return new MailError(code, candidate.message, {
      scope: 'connection',
      host: server.host.slice(0, 253),
      port: server.port,
      cause: error,
      ...(peer === null ? {} : { certificate: peer }),
    });
  }
  return null;
}

/** The error, its causes and an AggregateError's members, at most a few levels deep. */
function* causes(error: unknown, depth = 0): Generator<Error> {
  if (!(error instanceof Error) || depth > 4) return;
  yield error;
  if (error instanceof AggregateError)
    for (const inner of error.errors.slice(0, 8)) yield* causes(inner, depth + 1);
  yield* causes(error.cause, depth + 1);
}

/** The error code for one of Node's TLS verification results; null for one that is not in the table. */
export function mapVerifyError(code: string): ErrorCode | null {
  return Object.hasOwn(codes, code) ? (codes[code] ?? null) : null;
}

function mapCode(error: Error): ErrorCode | null {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = Object.hasOwn(codes, code) ? codes[code] : undefined;
  if (known !== undefined) return known;
  // OpenSSL's alerts have a code each; all of them are a handshake that failed (plain text on a TLS port among them).
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO') return 'tls.handshake';
  if (/secure TLS connection was established/i.test(error.message)) return 'tls.handshake';
  return null;
}

function certificateOf(error: Error): ReturnType<typeof certificateInfo> | null {
  const cert: unknown = 'cert' in error ? error.cert : null;
  if (typeof cert !== 'object' || cert === null || !('raw' in cert) || !(cert.raw instanceof Uint8Array))
    return null;
  // Node attaches its PeerCertificate to the error; `raw` was checked, the rest are strings by its documentation.
  return certificateInfo(cert as CertificateFields);
}
