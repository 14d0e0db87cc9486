import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { BoundedTranscript } from './boundedTranscript.ts';
import type { Certificate } from './certificates.ts';
import { listen } from './freePorts.ts';
import { receivedFrom, replyBytes, type Received, type Script, type Step } from './script.ts';
import { ConnectionClosedError, SocketReader } from './socketReader.ts';

export interface ScriptedServerOptions {
  /** Needed for `implicitTls` and for steps with `startTls`. */
  readonly certificate?: Certificate;
  readonly implicitTls?: boolean;
  /** Of servers with old or strange TLS. */
  readonly tls?: Pick<tls.TlsOptions, 'minVersion' | 'maxVersion' | 'ciphers'>;
}

/** What one client did. Bounded: the first megabyte each way. */
export interface ScriptedConnection {
  /** What the client sent before TLS, and under it. */
  readonly beforeTls: BoundedTranscript;
  readonly underTls: BoundedTranscript;
  /** Sent in the clear after the command that starts TLS and before the handshake: a client must never do that. */
  readonly smuggled: BoundedTranscript;
  readonly sent: BoundedTranscript;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
}

const longestClientBytes = 1024 * 1024;

/** A server that plays a script per connection, line protocols of any kind, and writes down what it hears. */
export class ScriptedServer {
  readonly host = '127.0.0.1';
  /** Every departure of a client from the script, in words: a test asserts that it is empty. */
  readonly failures: string[] = [];
  readonly #connections: ScriptedConnection[] = [];
  readonly #sockets = new Set<net.Socket>();
  readonly #server: net.Server;
  readonly #options: ScriptedServerOptions;
  readonly #scriptFor: (connection: number) => Script;
  #port = 0;

  private constructor(script: Script | ((connection: number) => Script), options: ScriptedServerOptions) {
    this.#options = options;
    this.#scriptFor = typeof script === 'function' ? script : () => script;
    this.#server = net.createServer((socket) => this.#accept(socket));
  }

  /** Listens on a free port; a function chooses the script by the connection's number (0 is the first). */
  static async start(
    script: Script | ((connection: number) => Script),
    options: ScriptedServerOptions = {},
  ): Promise<ScriptedServer> {
    const server = new ScriptedServer(script, options);
    server.#port = await listen(server.#server, server.host);
    return server;
  }

  get port(): number {
    return this.#port;
  }

  get connections(): readonly ScriptedConnection[] {
    return this.#connections;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: net.Socket): void {
    this.#sockets.add(socket);
    const closed = new Promise<void>((resolve) => {
      socket.once('close', () => {
        this.#sockets.delete(socket);
        resolve();
      });
    });
    // A client that resets the connection is seen by the reader as a close.
    socket.on('error', () => socket.destroy());
    const transcript = (): BoundedTranscript => new BoundedTranscript();
    const connection = {
      beforeTls: transcript(),
      underTls: transcript(),
      smuggled: transcript(),
      sent: transcript(),
      closed,
    };
    const number = this.#connections.push(connection) - 1;
    const play = new Conversation(socket, connection, this.#scriptFor(number), this.#options);
    play.run().catch((error: unknown) => {
      // The client may leave whenever it likes; whether it should have is for the test to say.
      if (!(error instanceof ConnectionClosedError))
        this.failures.push(`connection ${number}: ${String(error)}`);
      socket.destroy();
    });
  }
}

class Conversation {
  #reader: SocketReader;
  #stream: net.Socket;
  #tag = '';
  readonly #noteClear = (chunk: Buffer): void => this.connection.beforeTls.add(chunk);

  constructor(
    readonly socket: net.Socket,
    readonly connection: ScriptedConnection,
    readonly script: Script,
    readonly options: ScriptedServerOptions,
  ) {
    this.#stream = socket;
    // At the socket, not where it is read: what no step waited for counts too.
    socket.on('data', this.#noteClear);
    this.#reader = new SocketReader(socket, longestClientBytes);
  }

  async run(): Promise<void> {
    if (this.options.implicitTls === true) await this.#startTls();
    if (this.script.greeting !== undefined)
      this.#send(replyBytes(this.script.greeting, receivedFrom(Buffer.alloc(0), this.#tag)));
    for (const step of this.script.steps) {
      if (await this.#perform(step, await this.#await(step))) return;
    }
    for (;;) {
      const { standing, received } = await this.#line(undefined);
      if (standing !== undefined && (await this.#perform(standing, received))) return;
    }
  }

  /** Reads until the step has what it expects, answering standing rules meanwhile. */
  async #await(step: Step): Promise<Received> {
    const { expect } = step;
    if (expect === undefined) return receivedFrom(Buffer.alloc(0), this.#tag);
    if (expect === 'dotTerminated') return receivedFrom(await this.#reader.throughDot(), this.#tag);
    if (!(expect instanceof RegExp)) return receivedFrom(await this.#reader.exactly(expect.bytes), this.#tag);
    for (;;) {
      const { standing, received } = await this.#line(expect);
      if (standing === undefined) return received;
      if (await this.#perform(standing, received)) throw new ConnectionClosedError(Buffer.alloc(0));
    }
  }

  /** The next line: it matches `expect`, or a standing rule, or the client has left the script. */
  async #line(expect: RegExp | undefined): Promise<{ standing: Step | undefined; received: Received }> {
    const bytes = (await this.#reader.through('\r\n')).subarray(0, -2);
    const text = bytes.toString('latin1');
    if (text.includes(' ')) this.#tag = text.slice(0, text.indexOf(' '));
    const match = expect?.exec(text);
    if (match) return { standing: undefined, received: receivedFrom(bytes, this.#tag, match) };
    for (const standing of this.script.always ?? []) {
      const standingMatch = standing.expect.exec(text);
      if (standingMatch) return { standing, received: receivedFrom(bytes, this.#tag, standingMatch) };
    }
    throw new Error(
      `expected ${expect === undefined ? 'no more commands' : String(expect)}, got ${JSON.stringify(text.slice(0, 200))}`,
    );
  }

  /** True when the step closed the connection. */
  async #perform(step: Step, received: Received): Promise<boolean> {
    await step.wait?.();
    if (step.reply !== undefined) this.#send(replyBytes(step.reply, received));
    if (step.startTls === true) await this.#startTls();
    if (step.close === 'end') this.#stream.end();
    if (step.close === 'reset') this.socket.resetAndDestroy();
    return step.close !== undefined;
  }

  async #startTls(): Promise<void> {
    const { certificate } = this.options;
    if (certificate === undefined) throw new Error('a script with TLS needs a certificate');
    const early = this.#reader.detach();
    this.socket.off('data', this.#noteClear);
    // 22 is the record type of a handshake: a ClientHello that came quickly, to be read again by TLS.
    if (early[0] === 22) this.socket.unshift(early);
    else if (early.length > 0) this.connection.smuggled.add(early);
    const secured = new tls.TLSSocket(this.socket, {
      isServer: true,
      secureContext: tls.createSecureContext({
        ...this.options.tls,
        key: certificate.key,
        cert: certificate.cert,
      }),
    });
    secured.on('error', () => this.socket.destroy());
    await Promise.race([
      once(secured, 'secure'),
      this.connection.closed.then(() => Promise.reject(new ConnectionClosedError(early))),
    ]);
    secured.on('data', (chunk: Buffer) => this.connection.underTls.add(chunk));
    this.#stream = secured;
    this.#reader = new SocketReader(secured, longestClientBytes);
  }

  #send(bytes: Buffer): void {
    this.connection.sent.add(bytes);
    this.#stream.write(bytes);
  }
}
