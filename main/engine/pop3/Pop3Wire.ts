import type { Socket } from 'node:net';
import { MailError, type ServerSettings } from '../../../preload/contract/index.ts';
import { mapConnectError } from '../net/mapConnectError.ts';
import { openSocket, startTls } from '../net/openSocket.ts';
import type { ConnectionTranscript } from '../transcript/Transcripts.ts';
import { pop3Error } from './pop3Errors.ts';
import { Pop3Reader, type AnswerShape, type Pop3Event } from './Pop3Reader.ts';

export interface Pop3Options {
  readonly server: ServerSettings;
  readonly transcript: ConnectionTranscript;
  readonly signal: AbortSignal;
  /** Longest silence of the server, in milliseconds. */
  readonly timeoutMs: number;
}

/** The states of a session (RFC 1939 section 3). */
export type Pop3Phase = 'authorization' | 'transaction' | 'update';

export interface Command {
  readonly line: string;
  readonly shape: AnswerShape;
  /** Takes the pieces of a multi-line answer; each call is awaited before more is read: that is the backpressure. */
  onData?(bytes: Uint8Array): Promise<void> | void;
}
interface Pending extends Command {
  status: Extract<Pop3Event, { kind: 'status' }> | null;
  resolve(text: string): void;
  reject(error: MailError): void;
}

/**
 * The socket of a POP3 session: commands out, their answers in order. A failure of the connection, or of whoever
 * takes the data, rejects every command under way with a MailError and ends it; a refusal (`-ERR`) rejects one.
 */
export class Pop3Wire {
  #socket: Socket;
  #reader = new Pop3Reader();
  readonly #pending: Pending[] = [];
  #phase: Pop3Phase = 'authorization';
  #failure: MailError | null = null;
  /** Handling a chunk is asynchronous; the next waits for it. */
  #work: Promise<void> = Promise.resolve();

  private constructor(
    socket: Socket,
    private readonly options: Pop3Options,
  ) {
    this.#socket = socket;
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
    options.transcript.phase('authorization');
  }

  /** Connects and waits for the greeting. */
  static async open(options: Pop3Options): Promise<Pop3Wire> {
    const { server, signal, timeoutMs, transcript } = options;
    const socket = await openSocket(server, { signal, timeoutMs }).catch((error: unknown) => {
      transcript.note(error instanceof Error ? error.message : String(error));
      transcript.closed();
      throw error;
    });
    const wire = new Pop3Wire(socket, options);
    const greeting = wire.#expect({ line: '', shape: 'line' });
    wire.#listen();
    try {
      await greeting;
      return wire;
    } catch (error) {
      wire.close();
      throw error;
    }
  }

  /** Why the connection ended; null while it lives. */
  get failure(): MailError | null {
    return this.#failure;
  }

  enter(phase: Pop3Phase): void {
    this.#phase = phase;
    this.options.transcript.phase(phase);
  }

  /** Sends a command and resolves with the text after its `+OK`. */
  send(command: Command): Promise<string> {
    const answer = this.#expect(command);
    if (this.#failure === null) {
      this.options.transcript.sent(command.line);
      this.#socket.write(`${command.line}\r\n`);
    }
    return answer;
  }

  /** Begins TLS after the server's yes. Nothing said before is believed after it (RFC 2595 section 4). */
  async secure(): Promise<void> {
    const { server, signal, timeoutMs, transcript } = this.options;
    // The rest of what came with the answer is judged first: any byte of it is an injection.
    await this.#work;
    if (this.#failure !== null) throw this.#failure;
    this.#socket.removeAllListeners();
    if (!this.#reader.isIdle) {
      const where = { scope: 'connection', host: server.host, port: server.port } as const;
      throw new MailError('protocol.unexpected', 'bytes before TLS', where);
    }
    this.#reader = new Pop3Reader();
    this.#socket = await startTls(this.#socket, server, { signal, timeoutMs });
    transcript.secured();
    this.#listen();
  }

  close(): void {
    this.#fail(new MailError('network.closed', CLOSED_BY_US, { scope: 'connection' }));
  }

  #expect(command: Command): Promise<string> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#reader.expect(command.shape);
      this.#pending.push({ ...command, status: null, resolve, reject });
    });
  }

  #listen(): void {
    const { timeoutMs } = this.options;
    this.#socket
      .on('data', (chunk: Buffer) => {
        this.#socket.pause();
        this.#work = this.#work
          .then(() => this.#handle(chunk))
          .then(
            () => {
              if (this.#failure === null) this.#socket.resume();
            },
            (error: unknown) => this.#fail(this.#asMailError(error)),
          );
      })
      .on('error', (error) => this.#fail(this.#asMailError(error)))
      .on('close', () => {
        // What has arrived is still to be handled: a server may close right after its answer.
        this.#work = this.#work.then(() =>
          this.#fail(this.#asMailError(new Error('the server closed the connection'))),
        );
      })
      .setTimeout(timeoutMs, () => this.#fail(this.#networkError('network.timeout', 'the server is silent')));
  }

  async #handle(chunk: Buffer): Promise<void> {
    for (const event of this.#reader.push(chunk)) {
      const command = this.#pending[0];
      if (command === undefined) throw new MailError('protocol.unexpected', 'an answer without a question');
      switch (event.kind) {
        case 'status':
          this.options.transcript.received(`${statusWords[event.status]} ${event.text}`.trimEnd());
          command.status = event;
          break;
        case 'data':
          await command.onData?.(event.bytes);
          break;
        case 'end':
          this.#pending.shift();
          if (command.status?.status === 'ok') command.resolve(command.status.text);
          else command.reject(pop3Error(this.#phase, command.status?.text ?? '', this.options.server));
          // Let whoever waited act first: a message's sink is closed before the next one's bytes come.
          await Promise.resolve();
      }
    }
  }

  #fail(error: MailError): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    const { signal, transcript } = this.options;
    signal.removeEventListener('abort', this.#onAbort);
    if (error.message !== CLOSED_BY_US) transcript.note(error.message);
    transcript.closed();
    this.#socket.on('error', () => undefined /* the failure is known already */);
    this.#socket.destroy();
    for (const command of this.#pending.splice(0)) command.reject(error);
  }

  #asMailError(error: unknown): MailError {
    const mapped = mapConnectError(error, this.options.server);
    if (mapped !== null) return mapped;
    return this.#networkError(
      'network.closed',
      error instanceof Error ? error.message : String(error),
      error,
    );
  }

  #networkError(code: 'network.timeout' | 'network.closed', message: string, cause?: unknown): MailError {
    const { host, port } = this.options.server;
    return new MailError(code, message, { scope: 'connection', host, port, cause });
  }

  readonly #onAbort = (): void =>
    this.#fail(new MailError('cancelled', 'cancelled', { scope: 'connection' }));
}

const CLOSED_BY_US = 'the connection was closed';
const statusWords = { ok: '+OK', err: '-ERR', continue: '+' } as const;
