import { MailError, type ErrorCode, type ServerSettings } from '../../../preload/contract/index.ts';

/** Extended response codes (RFC 2449 section 8, RFC 3206) and what they mean; what was tried decides for the rest. */
const byResponseCode: Readonly<Record<string, ErrorCode>> = {
  'IN-USE': 'mail.inUse',
  'LOGIN-DELAY': 'auth.unavailable',
  'SYS/TEMP': 'auth.unavailable',
  'SYS/PERM': 'auth.refused',
  AUTH: 'auth.wrongPassword',
  UTF8: 'protocol.unexpected',
};

/** An `-ERR` as an error: by its response code where it has one, else by the phase in which it came. */
export function pop3Error(
  phase: 'authorization' | 'transaction' | 'update',
  text: string,
  server: Pick<ServerSettings, 'host' | 'port'>,
): MailError {
  const code = /^\[([A-Z-]+(?:\/[A-Z]+)?)[^\]]*\]/i.exec(text)?.[1]?.toUpperCase() ?? '';
  const known = Object.hasOwn(byResponseCode, code) ? byResponseCode[code] : undefined;
  const locked = /\b(lock(ed)?|in use|busy)\b/i.test(text);
  const fallback =
    phase === 'authorization' ? (locked ? 'mail.inUse' : 'auth.wrongPassword') : 'mail.refused';
  return new MailError(known ?? fallback, `the POP3 server refused (${phase})`, {
    scope: phase === 'authorization' ? 'account' : 'message',
    host: server.host,
    port: server.port,
    serverReply: text,
  });
}
