import net from 'node:net';
import { BoundedTranscript } from './boundedTranscript.ts';
import { applyFaults, type CutHow, type Direction, type Fault } from './fault.ts';
import { listen } from './freePorts.ts';

/** Faults for every connection, or chosen by the connection's number (0 is the first). */
export type FaultSchedule = readonly Fault[] | ((connection: number) => readonly Fault[]);

/** What passed through one connection. `received` by the proxy, `forwarded` on to the other side. */
export interface ProxiedConnection {
  readonly toServer: { readonly received: BoundedTranscript; readonly forwarded: BoundedTranscript };
  readonly toClient: { readonly received: BoundedTranscript; readonly forwarded: BoundedTranscript };
  readonly closed: Promise<void>;
}

interface Link extends ProxiedConnection {
  cut(how: CutHow): void;
}

const longestMarkerBytes = 4096;

/** A TCP proxy on loopback that breaks connections as told. TLS passes through untouched, as bytes. */
export class FaultProxy {
  readonly #target: { readonly host: string; readonly port: number };
  readonly #links: Link[] = [];
  readonly #open = new Set<Link>();
  readonly #server: net.Server;
  readonly host = '127.0.0.1';
  #faults: FaultSchedule;
  #port = 0;

  private constructor(target: { host: string; port: number }, faults: FaultSchedule) {
    this.#target = target;
    this.#faults = faults;
    this.#server = net.createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  /** Listens on a free port and forwards to `target`. */
  static async start(
    target: { host: string; port: number },
    faults: FaultSchedule = [],
  ): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, faults);
    proxy.#port = await listen(proxy.#server, proxy.host);
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Every connection so far, the closed ones too. */
  get connections(): readonly ProxiedConnection[] {
    return this.#links;
  }

  /** Replaces the schedule; counts for connections made from now on. */
  setFaults(faults: FaultSchedule): void {
    this.#faults = faults;
  }

  /** Ends all current connections on both sides; resolves when they are closed. */
  async cutAll(how: CutHow = 'reset'): Promise<void> {
    const links = [...this.#open];
    for (const link of links) link.cut(how);
    await Promise.all(links.map(({ closed }) => closed));
  }

  /** Down: no listener (connection refused) and no connections. Up again: the same port. */
  async setDown(down: boolean): Promise<void> {
    if (down === !this.#server.listening) return;
    if (!down) {
      await listen(this.#server, this.host, this.#port);
      return;
    }
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.cutAll();
    await closed;
  }

  async stop(): Promise<void> {
    await this.setDown(true);
  }

  #accept(client: net.Socket): void {
    const faults = typeof this.#faults === 'function' ? this.#faults(this.#links.length) : this.#faults;
    const refused = faults.some(({ kind }) => kind === 'refuse');
    const upstream = refused ? undefined : net.connect({ ...this.#target, allowHalfOpen: true });
    const sockets = upstream === undefined ? [client] : [client, upstream];
    const cut = (how: CutHow): void => {
      for (const socket of sockets) {
        if (how === 'reset') socket.resetAndDestroy();
        else socket.end(() => socket.destroy());
      }
    };
    const closed = Promise.all(
      sockets.map(
        (socket) =>
          new Promise<void>((resolve) => {
            // One side gone badly takes the other with it; that is what an observer would see without the proxy.
            socket.on('error', () => cut('reset')).once('close', () => resolve());
          }),
      ),
    ).then(() => {
      this.#open.delete(link);
    });
    const transcripts = () => ({ received: new BoundedTranscript(), forwarded: new BoundedTranscript() });
    const link: Link = { toServer: transcripts(), toClient: transcripts(), closed, cut };
    this.#links.push(link);
    this.#open.add(link);
    if (upstream === undefined) {
      cut('reset');
      return;
    }
    forward(client, upstream, 'toServer', faults, link);
    forward(upstream, client, 'toClient', faults, link);
  }
}

function forward(
  from: net.Socket,
  to: net.Socket,
  direction: Direction,
  faults: readonly Fault[],
  link: Link,
): void {
  const { received, forwarded } = link[direction];
  let tail = Buffer.alloc(0);
  let swallowed = false;
  const pass = async (chunk: Buffer): Promise<void> => {
    const passage = applyFaults(faults, direction, chunk, received.totalBytes, tail);
    received.add(chunk);
    tail = Buffer.concat([tail, chunk]).subarray(-longestMarkerBytes);
    for (const wait of passage.waits) await wait();
    if (to.destroyed || swallowed) return;
    swallowed = passage.cut === undefined && passage.forward.length < chunk.length;
    if (passage.forward.length > 0) {
      forwarded.add(passage.forward);
      await new Promise<void>((resolve) => to.write(passage.forward, () => resolve()));
    }
    if (passage.cut !== undefined) link.cut(passage.cut);
  };
  // One piece after the other, with the source paused meanwhile: order and back pressure.
  from.on('data', (chunk: Buffer) => {
    from.pause();
    pass(chunk).then(
      () => from.resume(),
      (error: unknown) => from.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  });
  // A dead peer does not say goodbye either.
  from.on('end', () => {
    if (!swallowed) to.end();
  });
}
