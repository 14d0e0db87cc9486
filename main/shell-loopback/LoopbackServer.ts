import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HostTransport } from '../../preload/contract/index.ts';
import type { Clock, Logger } from '../engine/ports.ts';
import { securityHeaders } from '../engine/platform/securityHeaders.ts';
import { LaunchTokens } from './LaunchTokens.ts';
import { guardRequest, isOwnUpgrade } from './requestGuard.ts';
import { readSessionCookie, setSessionCookie } from './sessionCookie.ts';
import type { SessionStore } from './SessionStore.ts';
import { openStaticFile } from '../engine/platform/staticFiles.ts';
import { createWebSockets, type WebSockets } from './wsTransport.ts';

export interface LoopbackServerOptions {
  /** 0 picks a free one. */
  readonly port: number;
  readonly rendererDir: string;
  readonly sessions: SessionStore;
  /** Lets another process of this user ask for a launch link. */
  readonly controlToken: string;
  readonly attach: (transport: HostTransport) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

export const RPC_PATH = '/rpc';
export const CONTROL_PATH = '/control/launch-link';
const MAX_SOCKETS = 64;
const SCOPE = 'http';
const KNOCK = `This browser has not been let in, or its link was used or is too old.
Press Enter in the terminal where Naru runs, or run: npm start -- --print-url
Then open the new link here.
`;

/**
 * Serves the renderer and its WebSocket on 127.0.0.1 to browsers that came by a one-time launch link. Everything
 * else (other hosts, origins, methods, paths, browsers without a session) is refused before anything is looked at.
 */
export class LoopbackServer {
  readonly #options: LoopbackServerOptions;
  readonly #tokens: LaunchTokens;
  readonly #http: Server;
  readonly #sockets: WebSockets;
  /** `127.0.0.1:port`: the one name this server answers to. */
  readonly host: string;

  private constructor(options: LoopbackServerOptions, http: Server, port: number) {
    this.#options = options;
    this.#tokens = new LaunchTokens(options.clock);
    this.#http = http;
    this.#sockets = createWebSockets(options);
    this.host = `127.0.0.1:${port}`;
    http.on('request', (request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        options.logger.log('error', SCOPE, 'request failed', { error: String(error) });
        response.destroy();
      });
    });
    http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Listens; rejects with Node's error (`EADDRINUSE`) when it cannot. */
  static async start(options: LoopbackServerOptions): Promise<LoopbackServer> {
    const http = createServer({
      maxHeaderSize: 16 * 1024,
      headersTimeout: 10_000,
      requestTimeout: 10_000,
      keepAliveTimeout: 5000,
    });
    http.maxConnections = 200;
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(options.port, '127.0.0.1', resolve);
    });
    http.on('error', (error) =>
      options.logger.log('error', SCOPE, 'server failed', { error: error.message }),
    );
    return new LoopbackServer(options, http, (http.address() as AddressInfo).port); // a TCP server has no other
  }

  /** Good once, for ten minutes. */
  createLaunchLink(): string {
    return `http://${this.host}/launch?token=${this.#tokens.create()}`;
  }

  async close(): Promise<void> {
    this.#sockets.terminate();
    await new Promise((resolve) => {
      this.#http.close(resolve);
      this.#http.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(securityHeaders([`ws://${this.host}`])))
      response.setHeader(name, value);
    const { method = '', headers } = request;
    const verdict = guardRequest({ method, headers }, this.host);
    if (verdict.kind === 'refuse') {
      this.#options.logger.log('warn', SCOPE, 'refused', { status: verdict.status, reason: verdict.reason });
      if (verdict.status === 405) response.setHeader('Allow', 'GET, HEAD');
      return answer(response, verdict.status, `${verdict.reason}\n`);
    }
    const url = URL.canParse(request.url ?? '', 'http://x') ? new URL(request.url ?? '', 'http://x') : null;
    // An absolute form or `//host/path` would be read as another host.
    if (url?.host !== 'x') return answer(response, 400, 'malformed\n');
    if (verdict.kind === 'redirectHost') {
      response.setHeader('Location', `http://${this.host}${url.pathname}${url.search}`);
      return answer(response, 308, '');
    }
    if (url.pathname === CONTROL_PATH) return this.#answerControl(request, response);
    if (url.pathname === '/launch') return this.#launch(request, response, url);
    if (!this.#hasSession(request)) return answer(response, 401, KNOCK);
    return this.#serveFile(request, response, url.pathname);
  }

  async #launch(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    // Something that only looks (a preview, HEAD) must not use the token up.
    if (request.method !== 'GET') return answer(response, 405, '');
    const isGood = this.#tokens.redeem(url.searchParams.get('token') ?? '');
    if (!isGood && !this.#hasSession(request)) return answer(response, 403, KNOCK);
    if (isGood)
      response.setHeader('Set-Cookie', setSessionCookie(this.host, await this.#options.sessions.create()));
    response.setHeader('Location', '/');
    answer(response, 303, '');
  }

  #answerControl(request: IncomingMessage, response: ServerResponse): void {
    const given = createHash('sha256')
      .update(request.headers.authorization ?? '')
      .digest();
    const wanted = createHash('sha256').update(`Bearer ${this.#options.controlToken}`).digest();
    if (request.method !== 'GET' || !timingSafeEqual(given, wanted)) return answer(response, 403, '');
    answer(response, 200, this.createLaunchLink());
  }

  async #serveFile(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const file = await openStaticFile(this.#options.rendererDir, path);
    if (file === null) return answer(response, 404, 'not found\n');
    response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.sizeBytes });
    if (request.method === 'HEAD') {
      await file.handle.close();
      response.end();
      return;
    }
    try {
      await pipeline(file.handle.createReadStream(), response);
    } catch (error) {
      // A reader that goes away in the middle is none of our failures.
      this.#options.logger.log('debug', SCOPE, 'a file was not read to its end', { error: String(error) });
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { logger, attach } = this.#options;
    // Until `ws` takes over, a reset would be an unhandled error event.
    socket.on('error', (error) => logger.log('debug', SCOPE, 'upgrade failed', { error: error.message }));
    const status =
      !isOwnUpgrade(request.headers, this.host) || request.url !== RPC_PATH || request.method !== 'GET'
        ? '403 Forbidden'
        : !this.#hasSession(request)
          ? '401 Unauthorized'
          : this.#sockets.openCount >= MAX_SOCKETS
            ? '503 Service Unavailable'
            : null;
    if (status !== null) {
      logger.log('warn', SCOPE, 'refused an upgrade', { status });
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#sockets.accept(request, socket, head, attach);
  }

  #hasSession(request: IncomingMessage): boolean {
    return this.#options.sessions.isValid(readSessionCookie(this.host, request.headers.cookie));
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}
