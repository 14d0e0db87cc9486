import { request as requestHttp, type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { MailError } from '../../../preload/contract/index.ts';
import { mapConnectError } from '../net/mapConnectError.ts';
import { isPublicAddress } from './publicAddress.ts';
import type { WebNetwork } from './WebNetwork.ts';

export interface PublicRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Longer answers are refused. */
  readonly maxBytes: number;
  /** From the first name looked up to the last byte, redirects included. */
  readonly timeoutMs: number;
  /** 0 refuses every redirect. */
  readonly maxRedirects: number;
  readonly isHttpsOnly: boolean;
}

const PORTS: ReadonlySet<string> = new Set(['', '80', '443']);
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * One request to the public web; resolves with the bytes of a 2xx answer. Rejects with `invalidRequest` for an address
 * that may not be asked (another scheme or port, a private address at any hop, TLS given up by a redirect),
 * `protocol.tooLarge`, `protocol.unexpected` for another status, `network.*`, `tls.*`, `deadlineExceeded`, `cancelled`.
 */
export async function requestPublic(
  network: WebNetwork,
  asked: PublicRequest,
  signal: AbortSignal,
): Promise<Buffer> {
  const deadline = AbortSignal.timeout(asked.timeoutMs);
  const both = AbortSignal.any([signal, deadline]);
  try {
    let url = checkUrl(asked.url, asked.isHttpsOnly);
    for (let hop = 0; hop <= asked.maxRedirects; hop += 1) {
      const answer = await once(network, url, asked, both);
      const status = answer.statusCode ?? 0;
      const location = answer.headers.location;
      if (!REDIRECTS.has(status) || location === undefined) return await read(answer, asked.maxBytes);
      answer.destroy();
      if (!URL.canParse(location, url.href)) break;
      url = checkUrl(new URL(location, url).href, asked.isHttpsOnly || url.protocol === 'https:');
    }
    throw new MailError('protocol.unexpected', 'it leads from one address to the next');
  } catch (error) {
    if (signal.aborted) throw new MailError('cancelled', 'cancelled', { cause: error });
    if (deadline.aborted) throw new MailError('deadlineExceeded', 'it took too long', { cause: error });
    if (error instanceof MailError) throw error;
    throw (
      mapConnectError(error, { host: hostOf(asked.url), port: 443 }) ??
      new MailError('network.closed', error instanceof Error ? error.message : String(error), {
        cause: error,
      })
    );
  }
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');

function checkUrl(text: string, isHttpsOnly: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isWeb = url?.protocol === 'https:' || (url?.protocol === 'http:' && !isHttpsOnly);
  if (url === null || !isWeb || !PORTS.has(url.port) || url.hostname === '')
    throw new MailError('invalidRequest', 'this address is not asked');
  // Names and passwords in an address are never sent.
  url.username = '';
  url.password = '';
  return url;
}

/** Every address must be public: a name that has both kinds is an attempt to slip a private one in. */
async function checkedAddress(network: WebNetwork, hostname: string): Promise<string> {
  const host = hostname.replace(/^\[|\]$/gu, '');
  const addresses = isIP(host) === 0 ? await network.resolve(host) : [host];
  const [first] = addresses;
  if (first === undefined || !addresses.every(isPublicAddress))
    throw new MailError('invalidRequest', 'this address is not on the public internet');
  return first;
}

async function once(
  network: WebNetwork,
  url: URL,
  { method, headers, body }: PublicRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const address = await aborted(checkedAddress(network, url.hostname), signal);
  const isTls = url.protocol === 'https:';
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port);
  return new Promise((resolve, reject) => {
    // The socket goes to the address that was checked: nothing is looked up a second time.
    const socket = network.connect({ address, port, host: url.hostname.replace(/^\[|\]$/gu, ''), isTls });
    const sent = requestHttp(
      {
        method,
        path: `${url.pathname}${url.search}`,
        headers: { ...headers, Host: url.host, Connection: 'close' },
        createConnection: () => socket,
        maxHeaderSize: 32_768,
        signal,
      },
      resolve,
    );
    socket.on('error', reject);
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The same promise, given up when `signal` aborts: a name server may never answer. */
function aborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = (): void => reject(new MailError('cancelled', 'cancelled'));
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}

async function read(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const status = answer.statusCode ?? 0;
  if (status < 200 || status > 299) {
    answer.destroy();
    throw new MailError('protocol.unexpected', `the server answered ${status}`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      answer.destroy();
      throw new MailError('protocol.tooLarge', 'it is too large');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
