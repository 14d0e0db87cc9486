/**
 * How each side gets its host, in both shells:
 *
 * page      const host = connectHost();
 *           const { source, transfer } = hostSourceForWorker();
 *           worker.postMessage({ host: source }, transfer);
 * worker    const host = connectHostInWorker(message.data.host);
 *
 * In Electron the page owns `window.naru` and lends it to the worker over a MessagePort; in the loopback shell
 * each opens its own WebSocket to the page's origin, and the session cookie goes along by itself.
 */
import type { NaruBridge } from '../../preload/NaruBridge.ts';
import { createBridgeTransports } from './bridgeTransport.ts';
import { createReconnectingHost, type ReconnectingHost } from './createReconnectingHost.ts';
import { borrowBridge, lendBridge } from './lendBridge.ts';
import { connectWebSocket } from './webSocketTransport.ts';

/** The one path at which the loopback shell accepts a WebSocket. */
export const RPC_PATH = '/rpc';

/** What a worker needs in order to reach the host; post it together with its `transfer` list. */
export type WorkerHostSource =
  | { readonly kind: 'port'; readonly port: MessagePort }
  | { readonly kind: 'webSocket'; readonly url: string };

/** The globals of the page that matter here. */
interface PageGlobals {
  readonly naru?: NaruBridge;
  readonly location: { readonly href: string };
}

/** In the page: the host of whichever shell shows us. Connects at once and stays connected. */
export function connectHost(page: PageGlobals = globalPage()): ReconnectingHost {
  return page.naru === undefined
    ? connectByWebSocket(webSocketUrl(page.location.href))
    : connectByBridge(page.naru);
}

/** In the page: a way to the host for a worker. Each call makes one; it serves one worker. */
export function hostSourceForWorker(page: PageGlobals = globalPage()): {
  readonly source: WorkerHostSource;
  readonly transfer: Transferable[];
} {
  if (page.naru === undefined)
    return { source: { kind: 'webSocket', url: webSocketUrl(page.location.href) }, transfer: [] };
  const { port1, port2 } = new MessageChannel();
  lendBridge(page.naru, port1);
  return { source: { kind: 'port', port: port2 }, transfer: [port2] };
}

/** In a worker: the host, from what the page posted. */
export function connectHostInWorker(source: WorkerHostSource): ReconnectingHost {
  return source.kind === 'port' ? connectByBridge(borrowBridge(source.port)) : connectByWebSocket(source.url);
}

function connectByBridge(bridge: NaruBridge): ReconnectingHost {
  const transports = createBridgeTransports(bridge);
  return createReconnectingHost({ connect: async () => transports.open() });
}

const connectByWebSocket = (url: string): ReconnectingHost =>
  createReconnectingHost({ connect: () => connectWebSocket(url) });

function webSocketUrl(pageUrl: string): string {
  const url = new URL(RPC_PATH, pageUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

// The page alone calls this: a worker is told its source.
const globalPage = (): PageGlobals => globalThis;
