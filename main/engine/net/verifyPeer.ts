import type { TLSSocket } from 'node:tls';
import { MailError, type ServerSettings } from '../../../preload/contract/index.ts';
import { certificateInfo } from './certificateInfo.ts';
import { mapVerifyError } from './mapConnectError.ts';
import { peerCertificate } from './peerCertificate.ts';
import { checkPin } from './tlsOptions.ts';

/**
 * Throws unless the peer is who the settings say: the pinned certificate where there is one, else a chain the
 * system trusts, in date, for this host. The error carries the certificate for the person to judge.
 */
export function verifyPeer(
  server: Pick<ServerSettings, 'host' | 'port' | 'pinnedCertificate'>,
  socket: TLSSocket,
): void {
  const peer = peerCertificate(socket);
  if (server.pinnedCertificate !== null) {
    checkPin(server, peer);
    return;
  }
  if (socket.authorized) return;
  // Typed as Error, but Node stores the code alone.
  const reason = String(socket.authorizationError);
  throw new MailError(mapVerifyError(reason) ?? 'tls.untrusted', `certificate refused: ${reason}`, {
    scope: 'connection',
    host: server.host,
    port: server.port,
    ...(peer === null ? {} : { certificate: certificateInfo(peer) }),
  });
}
