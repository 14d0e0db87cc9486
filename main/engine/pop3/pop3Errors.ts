import { MailError, type ErrorCode, type ServerSettings } from '../../../preload/contract/index.ts';

/** Where in a session an `-ERR` came. */
export type RefusedIn = 'greeting' | 'authorization' | 'transaction' | 'update';

/** Extended response codes of a login (RFC 2449 section 8, RFC 3206) and what they mean. */
const byResponseCode: Readonly<Record<string, ErrorCode>> = {
  'IN-USE': 'mail.inUse',
  'LOGIN-DELAY': 'auth.unavailable',
  'SYS/TEMP': 'auth.unavailable',
  'SYS/PERM': 'auth.refused',
  AUTH: 'auth.wrongPassword',
  UTF8: 'protocol.unexpected',
};

/** The response code at the start of a reply's text, in upper case; empty when there is none. */
export const responseCode = (text: string): string =>
  /^\[([A-Z0-9-]+(?:\/[A-Z0-9-]+)*)\]/i.exec(text)?.[1]?.toUpperCase() ?? '';

/**
 * An `-ERR` as an error. While logging in, by its response code where it has one; a server that has promised codes for
 * wrong passwords (AUTH-RESP-CODE) and gives none means something else. Later it is about one message.
 */
export function pop3Error(
  where: RefusedIn,
  text: string,
  server: Pick<ServerSettings, 'host' | 'port'>,
  promisesCodes = false,
): MailError {
  const isLogin = where === 'greeting' || where === 'authorization';
  return new MailError(
    isLogin ? loginError(where, text, promisesCodes) : 'mail.refused',
    `the POP3 server refused (${where})`,
    {
      scope: isLogin ? 'account' : 'message',
      host: server.host,
      port: server.port,
      serverReply: text,
    },
  );
}

function loginError(where: 'greeting' | 'authorization', text: string, promisesCodes: boolean): ErrorCode {
  const code = responseCode(text);
  const known = Object.hasOwn(byResponseCode, code) ? byResponseCode[code] : undefined;
  if (known !== undefined) return known;
  if (/\b(lock(ed)?|in use|busy)\b/i.test(text)) return 'mail.inUse';
  if (where === 'greeting') return 'auth.unavailable';
  return promisesCodes ? 'auth.refused' : 'auth.wrongPassword';
}
