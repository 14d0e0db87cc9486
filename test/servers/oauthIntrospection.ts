import http from 'node:http';
import { listen } from './freePorts.ts';

/** An OAuth 2.0 token introspection endpoint (RFC 7662) for Dovecot's XOAUTH2 and OAUTHBEARER. */
export interface OauthIntrospection {
  readonly port: number;
  close(): Promise<void>;
}

/** `identify` answers the full address a token belongs to, or undefined for one that is unknown or expired. */
export async function startOauthIntrospection(
  host: string,
  identify: (token: string) => string | undefined,
): Promise<OauthIntrospection> {
  const server = http.createServer((request, response) => {
    const inQuery =
      new URL(request.url ?? '/', 'http://introspection.invalid').searchParams.get('token') ?? '';
    const inHeader = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const username = identify(inQuery === '' ? inHeader : inQuery);
    response.writeHead(username === undefined ? 401 : 200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(username === undefined ? { active: false } : { active: true, username, scope: 'mail' }),
    );
  });
  const port = await listen(server, host);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
