import { TLSSocket } from 'node:tls';
import { MailError, type ServerSettings } from '../../../preload/contract/index.ts';
import { verifyPeer } from '../net/verifyPeer.ts';

/** Null for a greeting one can go on from. */
export function refuseGreeting(server: ServerSettings, line: string): MailError | null {
  const where = { scope: 'connection', host: server.host, port: server.port } as const;
  if (!/^\* (OK|PREAUTH|BYE)\b/i.test(line))
    return new MailError('protocol.garbage', 'the greeting is not one of an IMAP server', where);
  // After PREAUTH there is no STARTTLS any more (RFC 9051 section 7.1.4): the session would stay in the clear.
  if (server.security === 'starttls' && /^\* PREAUTH\b/i.test(line))
    return new MailError('tls.notOffered', 'the server skips TLS by PREAUTH', where);
  return null;
}

/** Throws unless the connection is as protected as the settings say, with the right peer. */
export function assertSecure(server: ServerSettings, socket: unknown, isSecure: boolean): void {
  if (server.security === 'none') return;
  if (!isSecure || !(socket instanceof TLSSocket))
    throw new MailError('tls.notOffered', 'the connection is not protected by TLS', {
      scope: 'connection',
      host: server.host,
      port: server.port,
    });
  verifyPeer(server, socket);
}

/** imapflow reads `pass` or `accessToken` at the moment it logs in. */
export function credentials(
  server: ServerSettings,
  guard: () => string,
): { user: string; pass: string } | { user: string; accessToken: string } {
  switch (server.auth) {
    case 'oauth2':
      return {
        user: server.user,
        get accessToken() {
          return guard();
        },
      };
    case 'password':
      return {
        user: server.user,
        get pass() {
          return guard();
        },
      };
    case 'none':
      return {
        user: server.user,
        get pass(): string {
          throw new MailError('auth.mechanism', 'this server wants a login and none is set');
        },
      };
  }
}

/** A peer on a TLS port who is not who it should be is left at its greeting: it hears nothing, and the reason is kept. */
export function refusePeer(
  server: ServerSettings,
  socket: Parameters<typeof assertSecure>[1],
): MailError | null {
  if (server.security !== 'tls') return null;
  try {
    assertSecure(server, socket, true);
    return null;
  } catch (error) {
    if (error instanceof MailError) return error;
    throw error;
  }
}
