import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The name every foreign host is mapped to. Chromium answers it itself, and writes the question into its net log. */
const SINK_NAME = 'sink.localhost';
/** What Chromium asks for by itself on any page: exactly these are refused, so that they do not count as leaks. */
const BROWSERS_OWN = ['accounts.google.com', 'content-autofill.googleapis.com', 'update.googleapis.com'];
const BEACON = /[a-z0-9-]+\.beacon\.test/giu;

/**
 * Where every connection of the browser to any host but 127.0.0.1 ends. It counts what was opened, not what was asked
 * for: a preconnect without a byte counts too. Names come from the TLS greeting or the request line, where there is one.
 */
export class LeakSink {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly names: string[] = [];
  connections = 0;

  private constructor() {
    this.#server = createServer((socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on('data', (bytes) => {
        this.names.push(...(bytes.toString('latin1').match(BEACON) ?? []));
        socket.destroy();
      });
      // The browser may go away first; the connection has been counted already.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(): Promise<LeakSink> {
    const sink = new LeakSink();
    await new Promise<void>((resolve) => sink.#server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  /** The flags with which a browser can reach nothing but 127.0.0.1 and this sink. */
  flags(netLog: string): string[] {
    const { port } = this.#server.address() as AddressInfo;
    const refused = BROWSERS_OWN.map((name) => `MAP ${name} ~NOTFOUND`).join(', ');
    return [
      `--host-resolver-rules=${refused}, MAP * ${SINK_NAME}:${port}, EXCLUDE 127.0.0.1`,
      `--log-net-log=${netLog}`,
      '--net-log-capture-mode=Everything',
    ];
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly {
    readonly type: number;
    readonly params?: { readonly host?: unknown; readonly is_speculative?: unknown };
  }[];
}

/**
 * The names the browser asked to be resolved, by the net log it finished when it closed: true for each that was only
 * a prefetch. Every foreign name is mapped before it gets there, so each shows up as a question for the sink's name.
 */
export function listLookups(netLog: string): boolean[] {
  const log = JSON.parse(readFileSync(netLog, 'utf8')) as NetLog;
  const type = log.constants.logEventTypes['HOST_RESOLVER_MANAGER_REQUEST'];
  if (type === undefined) throw new Error('the net log knows no HOST_RESOLVER_MANAGER_REQUEST');
  return log.events
    .filter(({ type: own, params }) => own === type && String(params?.host).includes(SINK_NAME))
    .map(({ params }) => params?.is_speculative === true);
}
