import type { Protocol } from 'electron';
import { securityHeaders } from '../engine/platform/securityHeaders.ts';
import { openStaticFile } from '../engine/platform/staticFiles.ts';
import { APP_SCHEME, isAppUrl } from './appOrigin.ts';

/** Before the app is ready: gives `app://` an origin, storage and workers, as https has. */
export const registerAppScheme = (protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);

/** Serves the files below `rendererDir` as `app://naru/…`, with the page's policy on each answer. */
export const serveApp = (protocol: Pick<Protocol, 'handle'>, rendererDir: string): void =>
  protocol.handle(APP_SCHEME, (request) => answer(request, rendererDir));

async function answer(
  { url, method }: { readonly url: string; readonly method: string },
  rendererDir: string,
): Promise<Response> {
  const headers = securityHeaders([]);
  if (!isAppUrl(url)) return new Response('not found', { status: 404, headers });
  if (method !== 'GET' && method !== 'HEAD') return new Response('only GET', { status: 405, headers });
  const file = await openStaticFile(rendererDir, new URL(url).pathname);
  if (file === null) return new Response('not found', { status: 404, headers });
  try {
    const body = method === 'HEAD' ? null : new Uint8Array(await file.handle.readFile());
    return new Response(body, { headers: { ...headers, 'Content-Type': file.type } });
  } finally {
    await file.handle.close();
  }
}
