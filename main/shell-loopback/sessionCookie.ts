import { SESSION_LIFE_SECONDS } from './SessionStore.ts';

/** Cookies know no ports: two hosts on one machine need two names. */
const cookieName = (host: string): string => `naru-${host.slice(host.lastIndexOf(':') + 1)}`;

/** The `Set-Cookie` value for a session: no script sees it, no other site's request carries it. */
export const setSessionCookie = (host: string, sessionId: string): string =>
  `${cookieName(host)}=${sessionId}; Path=/; Max-Age=${SESSION_LIFE_SECONDS}; HttpOnly; SameSite=Strict`;

/** The session id in a `Cookie` header, or null. */
export function readSessionCookie(host: string, header: string | undefined): string | null {
  const prefix = `${cookieName(host)}=`;
  const pair = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix));
  return pair?.slice(prefix.length) ?? null;
}
