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
  /** The multi-line answer is whole; awaited before anything of the next answer is read. */
  onEnd?(): Promise<void>;
  /** Answers a challenge (RFC 5034 section 4); without it a challenge breaks the protocol. */
  onContinue?(challenge: string): Promise<string>;
}
interface Pending extends Command {
  /** How many commands had been sent with this one. */
  readonly sequence: number;
  challenges: number;
  status: Extract<Pop3Event, { kind: 'status' }> | null;
  resolve(text: string): void;
  reject(error: MailError): void;
}

/** Chunks read ahead of the one being handled. */
const READ_AHEAD = 4;
const MAX_CHALLENGES = 8;
/** A server that sends less than this in the time of its longest silence, and finishes no answer, is as good as silent. */
const LEAST_BYTES = 512;

/**
 * The socket of a POP3 session: commands out (those of one turn in one packet), their answers in order. A failure of
 * the connection, or of whoever takes the data, rejects every command under way with a MailError and ends it; a
 * refusal (`-ERR`) rejects one. An answer that is there before its command left is not believed.
 */
export class Pop3Wire {
  /** The text of the server's greeting. */
  greeting = '';
  /** Set when the server has promised response codes for refused passwords (RFC 3206). */
  promisesCodes = false;
  #socket: Socket;
  #reader = new Pop3Reader();
  readonly #pending: Pending[] = [];
  #outgoing = '';
  /** Commands given to the wire, and those of them the socket has. The greeting is the first. */
  #given = 0;
  #sent = 0;
  #phase: Pop3Phase = 'authorization';
  #failure: MailError | null = null;
  /** Handling a chunk is asynchronous; the next waits for it. */
  #work: Promise<void> = Promise.resolve();
  #chunksWaiting = 0;
  #bytes = 0;
  readonly #pulse: NodeJS.Timeout;

  private constructor(
    socket: Socket,
    private readonly options: Pop3Options,
  ) {
    this.#socket = socket;
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
    options.transcript.phase('authorization');
    let before = { bytes: 0, awaited: 0 };
    this.#pulse = setInterval(() => {
      const awaited = this.#pending[0]?.sequence ?? 0;
      const isStuck = awaited > 0 && awaited === before.awaited && this.#bytes - before.bytes < LEAST_BYTES;
      // Chunks that wait are our slowness (a disk), not the server's.
      if (isStuck && this.#chunksWaiting === 0) this.#timedOut();
      before = { bytes: this.#bytes, awaited };
    }, options.timeoutMs);
    this.#pulse.unref();
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
    wire.#sent = wire.#given;
    wire.#listen();
    try {
      wire.greeting = await greeting;
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

  note(text: string): void {
    this.options.transcript.note(text);
  }

  /** Sends a command and resolves with the text after its `+OK`. */
  send(command: Command): Promise<string> {
    const answer = this.#expect(command);
    if (this.#failure !== null) return answer;
    this.options.transcript.sent(command.line);
    if (this.#outgoing === '') queueMicrotask(() => this.#flush());
    this.#outgoing += `${command.line}\r\n`;
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
    this.greeting = '';
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
      this.#given += 1;
      this.#pending.push({ ...command, sequence: this.#given, challenges: 0, status: null, resolve, reject });
    });
  }

  #flush(): void {
    const text = this.#outgoing;
    this.#outgoing = '';
    if (this.#failure !== null) return;
    this.#sent = this.#given;
    this.#socket.write(text);
  }

  #listen(): void {
    this.#socket
      .on('data', (chunk: Buffer) => {
        const sent = this.#sent;
        this.#bytes += chunk.length;
        this.#chunksWaiting += 1;
        if (this.#chunksWaiting >= READ_AHEAD) this.#socket.pause();
        this.#work = this.#work
          .then(() => this.#handle(chunk, sent))
          .then(
            () => {
              this.#chunksWaiting -= 1;
              if (this.#failure === null && this.#socket.isPaused()) this.#socket.resume();
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
      .setTimeout(this.options.timeoutMs, () => {
        if (this.#chunksWaiting === 0) this.#timedOut();
      });
  }

  /** `sent`: the commands that had left when these bytes came. */
  async #handle(chunk: Buffer, sent: number): Promise<void> {
    for (const event of this.#reader.push(chunk)) {
      if (this.#failure !== null) return;
      const command = this.#pending[0];
      if (command === undefined || command.sequence > sent)
        throw new MailError('protocol.unexpected', 'an answer without a question');
      switch (event.kind) {
        case 'status':
          if (event.status === 'continue') await this.#respond(command, event.text);
          else this.options.transcript.received(`${statusWords[event.status]} ${event.text}`.trimEnd());
          command.status = event;
          break;
        case 'data':
          await command.onData?.(event.bytes);
          break;
        case 'end':
          if (command.status?.status === 'ok') await command.onEnd?.();
          this.#pending.shift();
          if (command.status?.status === 'ok') command.resolve(command.status.text);
          else command.reject(this.#refusal(command));
      }
    }
  }

  /** Challenges and answers are secrets of a sort (a password can be guessed from them): neither is written down. */
  async #respond(command: Pending, challenge: string): Promise<void> {
    command.challenges += 1;
    this.options.transcript.received('+ ••••');
    if (command.onContinue === undefined || command.challenges > MAX_CHALLENGES)
      throw new MailError('protocol.unexpected', 'the server asks for more where there is no more');
    const answer = await command.onContinue(challenge);
    this.options.transcript.sent(`AUTH-DATA ${answer}`);
    if (this.#failure === null) this.#socket.write(`${answer}\r\n`);
  }

  #refusal({ sequence, status }: Pending): MailError {
    const where = sequence === 1 ? 'greeting' : this.#phase;
    return pop3Error(where, status?.text ?? '', this.options.server, this.promisesCodes);
  }

  #fail(error: MailError): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    clearInterval(this.#pulse);
    const { signal, transcript } = this.options;
    signal.removeEventListener('abort', this.#onAbort);
    if (error.message !== CLOSED_BY_US) transcript.note(error.message);
    transcript.closed();
    this.#socket.on('error', () => undefined /* the failure is known already */);
    this.#socket.destroy();
    for (const command of this.#pending.splice(0)) command.reject(error);
  }

  #timedOut(): void {
    this.#fail(this.#networkError('network.timeout', 'the server is silent'));
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
const statusWords = { ok: '+OK', err: '-ERR' } as const;
