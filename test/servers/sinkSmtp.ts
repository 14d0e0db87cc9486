import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Certificate } from './certificates.ts';
import { listen } from './freePorts.ts';

/** What the sink does at a phase: go on, answer with an SMTP reply, or close the connection without a word. */
export type SinkVerdict = 'accept' | 'drop' | { readonly code: number; readonly text: string };

/** A verdict now or later (a promise the test resolves makes a slow server). */
type Pending = SinkVerdict | Promise<SinkVerdict>;

/** Rules per phase; a phase without one accepts. */
export interface SinkRules {
  readonly connect?: () => Pending;
  readonly sender?: (address: string) => Pending;
  /** `attempt` counts how often this address has been named since the start, this time included. */
  readonly recipient?: (address: string, attempt: number) => Pending;
  /** DATA has come; `drop` closes before the 354 that would ask for the message. */
  readonly beforeBody?: (envelope: SinkEnvelope) => 'accept' | 'drop';
  /** The final dot has come; `drop` is the lost reply after which the sender cannot know. */
  readonly message?: (message: Omit<SinkMessage, 'verdict'>) => Pending;
}

export interface SinkOptions {
  readonly rules?: SinkRules;
  /** With a certificate the sink offers STARTTLS, or speaks TLS from the first byte when `implicitTls`. */
  readonly certificate?: Certificate;
  readonly implicitTls?: boolean;
  /** Without it every login is accepted; login is never required. */
  readonly authenticate?: (user: string, password: string) => boolean;
  /** The SIZE limit that is announced and held (RFC 1870). */
  readonly limitBytes?: number;
}

export interface SinkEnvelope {
  readonly from: string;
  /** Accepted recipients, in order. */
  readonly to: readonly string[];
  readonly user: string | undefined;
  readonly secure: boolean;
}

/** A message whose final dot arrived, whatever was answered. */
export interface SinkMessage {
  readonly envelope: SinkEnvelope;
  /** The bytes after removing dot-stuffing (RFC 5321 section 4.5.2). */
  readonly raw: Buffer;
  readonly verdict: SinkVerdict;
}

/** An SMTP server that keeps what it is given and misbehaves by rule. */
export class SinkSmtp {
  readonly host = '127.0.0.1';
  readonly #messages: SinkMessage[] = [];
  readonly #attempts = new Map<string, number>();
  readonly #sockets = new Map<number, Socket>();
  readonly #server: SMTPServer;
  readonly #options: SinkOptions;
  #waiting: { count: number; resolve: (messages: readonly SinkMessage[]) => void }[] = [];
  #rules: SinkRules;
  #port = 0;

  private constructor(options: SinkOptions) {
    this.#options = options;
    this.#rules = options.rules ?? {};
    this.#server = this.#createServer();
    // The session names its connection by the client's port only.
    this.#server.server.on('connection', (socket: Socket) => {
      const port = socket.remotePort ?? 0;
      this.#sockets.set(port, socket);
      socket.once('close', () => this.#sockets.delete(port));
    });
    // A connection we or the client drop is no failure of the sink.
    this.#server.on('error', (error) => void error);
  }

  static async start(options: SinkOptions = {}): Promise<SinkSmtp> {
    const sink = new SinkSmtp(options);
    sink.#port = await listen(sink.#server.server, sink.host);
    return sink;
  }

  get port(): number {
    return this.#port;
  }

  /** Every message whose final dot arrived, in order. */
  get messages(): readonly SinkMessage[] {
    return this.#messages;
  }

  setRules(rules: SinkRules): void {
    this.#rules = rules;
  }

  /** Resolves when `count` messages have arrived in all. */
  waitForMessages(count: number): Promise<readonly SinkMessage[]> {
    if (this.#messages.length >= count) return Promise.resolve(this.#messages);
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets.values()) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #createServer(): SMTPServer {
    const { certificate, implicitTls = false, authenticate = () => true, limitBytes } = this.#options;
    return new SMTPServer({
      authOptional: true,
      disableReverseLookup: true,
      allowInsecureAuth: certificate === undefined,
      disabledCommands: certificate === undefined || implicitTls ? ['STARTTLS'] : [],
      ...(certificate === undefined
        ? {}
        : { key: certificate.key, cert: certificate.cert, secure: implicitTls }),
      ...(limitBytes === undefined ? {} : { size: limitBytes }),
      onAuth: ({ username, password }, _session, callback) => {
        if (authenticate(username ?? '', password ?? '')) callback(null, { user: username });
        else callback(reply(535, '5.7.8 authentication failed'));
      },
      onConnect: (session, callback) => this.#decide(session, this.#rules.connect?.(), callback),
      onMailFrom: ({ address }, session, callback) =>
        this.#decide(session, this.#rules.sender?.(address), callback),
      onRcptTo: ({ address }, session, callback) => {
        const attempt = (this.#attempts.get(address) ?? 0) + 1;
        this.#attempts.set(address, attempt);
        this.#decide(session, this.#rules.recipient?.(address, attempt), callback);
      },
      onData: (stream, session, callback) => {
        const envelope = envelopeOf(session);
        // smtp-server calls this before it sends 354.
        if (this.#rules.beforeBody?.(envelope) === 'drop') {
          this.#drop(session);
          return;
        }
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.once('end', () => {
          const raw = Buffer.concat(chunks);
          const verdict = this.#rules.message?.({ envelope, raw });
          this.#decide(session, verdict, callback, (decided) =>
            this.#keep({ envelope, raw, verdict: decided }),
          );
        });
      },
    });
  }

  #decide(
    session: SMTPServerSession,
    verdict: Pending | undefined,
    callback: (error?: Error | null) => void,
    decided?: (verdict: SinkVerdict) => void,
  ): void {
    Promise.resolve(verdict ?? 'accept').then(
      (final) => {
        decided?.(final);
        if (final === 'drop') this.#drop(session);
        else callback(final === 'accept' ? null : reply(final.code, final.text));
      },
      // A rule that throws is a mistake in the test: it shows as a reply nobody expects.
      (error: unknown) => callback(reply(554, `rule failed: ${String(error)}`)),
    );
  }

  #keep(message: SinkMessage): void {
    this.#messages.push(message);
    const ready = this.#waiting.filter(({ count }) => this.#messages.length >= count);
    this.#waiting = this.#waiting.filter((one) => !ready.includes(one));
    for (const { resolve } of ready) resolve(this.#messages);
  }

  #drop(session: SMTPServerSession): void {
    this.#sockets.get(session.remotePort)?.destroy();
  }
}

/** For `recipient`: 451 the first time an address is named, then accepted. */
export function greylistFirst(_address: string, attempt: number): SinkVerdict {
  return attempt === 1 ? { code: 451, text: '4.7.1 greylisted, try again later' } : 'accept';
}

function envelopeOf(session: SMTPServerSession): SinkEnvelope {
  const { mailFrom, rcptTo } = session.envelope;
  const user: unknown = session.user;
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map(({ address }) => address),
    user: typeof user === 'string' ? user : undefined,
    secure: session.secure,
  };
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
