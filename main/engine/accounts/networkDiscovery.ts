import { Resolver } from 'node:dns/promises';
import { connect } from 'node:net';
import type { DiscoveryPorts } from './discoverSettings.ts';

const TIMEOUT_MS = 6000;
const MAX_BYTES = 256 * 1024;

/** The real network: the system's DNS servers, https without cookies or redirects to plain http, TCP probes. */
export function networkDiscovery(): DiscoveryPorts {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  return {
    resolveMx: (domain) => resolver.resolveMx(domain),
    resolveSrv: (name) => resolver.resolveSrv(name),
    fetchText: async (url, signal) => {
      const response = await fetch(url, {
        redirect: 'error',
        credentials: 'omit',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      return response.ok && response.body !== null ? await readBounded(response.body) : null;
    },
    canConnect: (host, port, signal) =>
      new Promise((resolve) => {
        const socket = connect({ host, port, signal, timeout: TIMEOUT_MS / 2 });
        const end = (answer: boolean): void => {
          socket.destroy();
          resolve(answer);
        };
        socket
          .once('connect', () => end(true))
          .once('timeout', () => end(false))
          .on('error', () => end(false));
      }),
  };
}

async function readBounded(body: ReadableStream<Uint8Array>): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
