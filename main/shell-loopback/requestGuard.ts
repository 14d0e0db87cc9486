import type { IncomingHttpHeaders } from 'node:http';

export interface GuardedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}
export type Verdict =
  | { readonly kind: 'serve' }
  | { readonly kind: 'redirectHost' }
  | { readonly kind: 'refuse'; readonly status: 400 | 403 | 405 | 421; readonly reason: string };

/**
 * Decides whether a request may be looked at at all. `host` is our `127.0.0.1:port`: any other name means DNS
 * rebinding, except `localhost`, which is sent on to the one origin that owns the cache. A page of another origin
 * gets nothing, also one on another port of this machine, whose requests carry our SameSite cookie.
 */
export function guardRequest({ method, headers }: GuardedRequest, host: string): Verdict {
  if (headers.host !== host && headers.host !== `localhost:${portOf(host)}`)
    return refuse(421, 'this server answers for itself only');
  if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'only GET and HEAD');
  if (headers.host !== host) return { kind: 'redirectHost' };
  if (headers.origin !== undefined && headers.origin !== `http://${host}`)
    return refuse(403, 'another origin');
  const site = headers['sec-fetch-site'];
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  // Links to us from elsewhere may be followed, into a window of their own.
  const isVisit = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return isOwn || isVisit ? { kind: 'serve' } : refuse(403, 'another site');
}

/** Upgrades answer to one origin exactly; a browser always says which. */
export const isOwnUpgrade = (headers: IncomingHttpHeaders, host: string): boolean =>
  headers.host === host && headers.origin === `http://${host}`;

const portOf = (host: string): string => host.slice(host.lastIndexOf(':') + 1);
const refuse = (status: 400 | 403 | 405 | 421, reason: string): Verdict => ({
  kind: 'refuse',
  status,
  reason,
});
