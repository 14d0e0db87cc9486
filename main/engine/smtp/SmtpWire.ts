import type { Socket } from 'node:net';
import { MailError, type ServerSettings } from '../../../preload/contract/index.ts';
import { mapConnectError } from '../net/mapConnectError.ts';
import { openSocket, startTls } from '../net/openSocket.ts';
import type { ConnectionTranscript } from '../transcript/Transcripts.ts';
import { SmtpReplyReader, type ReceivedReply } from './SmtpReplyReader.ts';

export interface WireOptions {
  readonly server: ServerSettings;
  readonly transcript: ConnectionTranscript;
  /** Opening and TLS, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Longest time without a byte either way, in milliseconds. */
  readonly silenceTimeoutMs: number;
}

interface Waiting {
  readonly resolve: (reply: ReceivedReply) => void;
  readonly reject: (error: MailError) => void;
}

/**
 * The socket of an SMTP session: lines out, replies in, in the order of the commands (RFC 5321 section 4.3.1,
 * RFC 2920). Any failure of the connection rejects every reply waited for with a MailError and ends it for good.
 */
export class SmtpWire {
  #socket: Socket;
  #reader = new SmtpReplyReader();
  readonly #options: WireOptions;
  readonly #waiting: Waiting[] = [];
  /** What came before anybody waited for it: an early answer to a message, or something nobody asked for. */
  #unasked: ReceivedReply[] = [];
  #failure: MailError | null = null;
  #closing = false;
  #wakeWriter: () => void = () => undefined;

  private constructor(socket: Socket, options: WireOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.setNoDelay(true);
    this.#listen();
  }

  static async open(options: WireOptions, signal: AbortSignal): Promise<SmtpWire> {
    const { server, transcript, connectTimeoutMs } = options;
    const socket = await openSocket(server, { signal, timeoutMs: connectTimeoutMs }).catch(
      (error: unknown) => {
        transcript.note(error instanceof Error ? error.message : String(error));
        transcript.closed();
        throw error;
      },
    );
    return new SmtpWire(socket, options);
  }

  /** Why the connection ended; null while it lives. */
  get failure(): MailError | null {
    return this.#failure;
  }

  /** The next reply. A promise nobody waits for does no harm. */
  reply(): Promise<ReceivedReply> {
    const came = this.#unasked.shift();
    if (came !== undefined) return Promise.resolve(came);
    const promise = new Promise<ReceivedReply>((resolve, reject) => {
      if (this.#failure === null) this.#waiting.push({ resolve, reject });
      else reject(this.#failure);
    });
    promise.catch(() => undefined /* whoever awaits it hears of it */);
    return promise;
  }

  /** Sends commands in one go and answers with the promise of each reply. `shown` stands in the transcript instead. */
  send(lines: readonly string[], shown?: string): Promise<ReceivedReply>[] {
    // One check for all callers: what is written here is a line, whatever it was made from.
    if (lines.some((line) => /[\r\n\0]/.test(line)))
      throw new MailError('invalidRequest', 'a command with a line end in it', { scope: 'message' });
    const [stray] = this.#unasked.splice(0);
    if (stray !== undefined)
      this.#fail(
        // A server that is about to close says so unasked (RFC 5321 section 3.8).
        stray.code === 421
          ? this.#error('network.closed', `the server ends: ${stray.text}`)
          : this.#error('protocol.unexpected', 'a reply without a command'),
      );
    const replies = lines.map(() => this.reply());
    if (this.#failure !== null) return replies;
    for (const line of lines) this.#options.transcript.sent(shown ?? line);
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''));
    return replies;
  }

  /** Writes part of a message; resolves when the pieces may be used again. Rejects when the connection has ended. */
  async write(pieces: readonly Uint8Array[]): Promise<void> {
    this.#throwFailure();
    await new Promise<void>((resolve) => {
      this.#wakeWriter = resolve;
      this.#socket.cork();
      for (const [index, piece] of pieces.entries())
        this.#socket.write(piece, index === pieces.length - 1 ? () => resolve() : undefined);
      if (pieces.length === 0) resolve();
      this.#socket.uncork();
    });
    this.#throwFailure();
  }

  /** Ends a waiting `write` early: an answer came that makes the rest pointless. */
  wakeWriter(): void {
    this.#wakeWriter();
  }

  /** Begins TLS after the server's yes (RFC 3207 section 4). Nothing said before is believed after it. */
  async secure(signal: AbortSignal): Promise<void> {
    const { server, transcript, connectTimeoutMs: timeoutMs } = this.#options;
    if (this.#failure !== null) throw this.#failure;
    this.#socket.removeAllListeners();
    if (!this.#reader.isIdle || this.#unasked.length > 0)
      throw this.#error('tls.handshake', 'the server sent data between its agreement and TLS');
    this.#reader = new SmtpReplyReader();
    this.#socket = await startTls(this.#socket, server, { signal, timeoutMs });
    this.#socket.setNoDelay(true);
    transcript.secured();
    this.#listen();
  }

  /** From now on the server closing the connection is no news. */
  expectClose(): void {
    this.#closing = true;
  }

  /** Closes at once. */
  close(reason: MailError = this.#error('network.closed', 'the connection was closed')): void {
    this.#closing = true;
    this.#fail(reason);
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  #listen(): void {
    this.#socket
      .on('data', (chunk: Buffer) => this.#receive(chunk))
      .on('error', (error) => this.#fail(this.#asMailError(error)))
      .on('close', () => this.#fail(this.#error('network.closed', 'the server closed the connection')))
      .setTimeout(this.#options.silenceTimeoutMs, () =>
        this.#fail(this.#error('network.timeout', 'the server is silent')),
      );
  }

  #receive(chunk: Buffer): void {
    try {
      for (const reply of this.#reader.push(chunk)) {
        for (const line of reply.lines.slice(0, 100)) this.#options.transcript.received(line);
        const waiting = this.#waiting.shift();
        if (waiting !== undefined) waiting.resolve(reply);
        else if (this.#unasked.push(reply) > 100)
          throw this.#error('protocol.unexpected', 'replies without commands');
      }
    } catch (error) {
      this.#fail(this.#asMailError(error));
    }
  }

  #fail(error: MailError): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    const { transcript } = this.#options;
    if (!this.#closing) transcript.note(error.message);
    transcript.closed();
    this.#socket.on('error', () => undefined /* the failure is known already */);
    this.#socket.destroy();
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    this.#wakeWriter();
  }

  #asMailError(error: unknown): MailError {
    const { server } = this.#options;
    const mapped = mapConnectError(error, server);
    if (mapped !== null)
      return mapped.data.host === undefined ? this.#error(mapped.code, mapped.message) : mapped;
    return this.#error('network.closed', error instanceof Error ? error.message : String(error));
  }

  #error(code: MailError['code'], message: string): MailError {
    const { host, port } = this.#options.server;
    return new MailError(code, message, { scope: 'connection', host: host.slice(0, 253), port });
  }
}
