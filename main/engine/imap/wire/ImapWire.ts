import type { Duplex } from 'node:stream';
import { MailError } from '../../../../preload/contract/index.ts';
import type { ConnectionTranscript } from '../../transcript/Transcripts.ts';
import { humanText, type ImapNode, type ImapReply } from '../imapNodes.ts';
import { CommandRefused, SessionClosed } from './commandErrors.ts';
import { formatCommand, waitsForServer, type CommandPiece, type EagerLiterals } from './formatCommand.ts';
import { UnreadableResponse } from './NodeReader.ts';
import { ResponseFramer, type FramedResponse } from './ResponseFramer.ts';
import { WireReply } from './WireReply.ts';
import { WireTranscript } from './WireTranscript.ts';

/**
 * Handlers of untagged responses while a command runs, by name in upper case (`FETCH`, `VANISHED`). False: it is not
 * this command's, and the next one under way is asked.
 */
export type UntaggedHandlers = Readonly<Record<string, (reply: ImapReply) => unknown>>;

export interface CommandOptions {
  readonly untagged?: UntaggedHandlers;
  /** Answers `+` of a command that has no literal to send (IDLE). */
  readonly onContinuation?: () => void;
}

interface RunningCommand {
  readonly tag: string;
  readonly untagged: UntaggedHandlers;
  readonly onContinuation: (() => void) | null;
  /** What is still to be sent; a command behind it waits until this is empty. */
  readonly unsent: CommandPiece[];
  /** What a handler threw: the command rejects with it once it has ended. */
  thrown: Error | null;
  resolve(reply: WireReply): void;
  reject(error: Error): void;
}

/**
 * The client's side of an authenticated session (RFC 9051 section 2.2): commands go out as they are given, several
 * may be under way, and each untagged response is offered to them in order. Owns the socket.
 */
export class ImapWire {
  /** Bytes heard so far; grows while reading is paused, too, for nobody can be silent then. */
  get received(): number {
    if (this.#paused) this.#received += 1;
    return this.#received;
  }
  /** Responses that could not be read so far: compare before and after a command. */
  linesLost = 0;
  /** Handlers of untagged responses that the running command does not ask for, by name in upper case. */
  readonly unasked = new Map<string, (reply: ImapReply) => void>();
  readonly #framer = new ResponseFramer();
  readonly #transcript: WireTranscript;
  readonly #running: RunningCommand[] = [];
  #received = 0;
  #lastTag = 0;
  #paused = false;
  #closed = false;
  #bye = '';
  #failure: Error | null = null;

  constructor(
    private readonly socket: Duplex,
    private readonly options: {
      readonly transcript: ConnectionTranscript;
      readonly eagerLiterals: EagerLiterals;
      readonly onClosed: () => void;
      /** Bytes that were read from the socket before it was handed over. */
      readonly heard: Buffer;
    },
  ) {
    this.#transcript = new WireTranscript(options.transcript);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(null));
    socket.on('end', () => this.#end(null));
    if (options.heard.length > 0) this.#receive(options.heard);
    // Whoever read it before has paused it.
    socket.resume();
  }

  get isOpen(): boolean {
    return !this.#closed && !this.socket.destroyed;
  }

  /**
   * Sends one command; resolves with its tagged OK. Rejects with CommandRefused (NO, BAD), SessionClosed, what the
   * socket failed with, what a handler threw, or a MailError for a command or an answer that cannot be.
   */
  execute(command: string, args: readonly ImapNode[], options: CommandOptions = {}): Promise<ImapReply> {
    return new Promise((resolve, reject) => {
      if (!this.isOpen) {
        reject(this.#failure ?? new SessionClosed(this.#bye));
        return;
      }
      this.#lastTag += 1;
      const tag = `N${this.#lastTag}`;
      // Throws for a bad argument, which rejects; nothing was sent then.
      const unsent = [...formatCommand(`${tag} ${command}`, args, this.options.eagerLiterals)];
      this.#transcript.sent(unsent);
      this.#running.push({
        tag,
        untagged: options.untagged ?? {},
        onContinuation: options.onContinuation ?? null,
        unsent,
        thrown: null,
        resolve,
        reject,
      });
      this.#send();
    });
  }

  /** A line outside of commands: DONE. */
  writeLine(text: string): void {
    if (!this.isOpen) return;
    this.options.transcript.sent(text);
    this.socket.write(`${text}\r\n`);
  }

  /** Nothing more is read until `resume`: the server waits, and memory stays bounded. */
  pause(): void {
    this.#paused = true;
    this.socket.pause();
  }

  resume(): void {
    this.#paused = false;
    this.socket.resume();
  }

  /** Ends at once; what runs rejects with `error`, or with SessionClosed. */
  close(error: Error | null = null): void {
    this.#end(error);
  }

  /** Sends what may go out now: in order, up to a literal that the server has to allow. */
  #send(): void {
    for (const command of this.#running) {
      while (command.unsent.length > 0) {
        const piece = command.unsent.shift() ?? '';
        this.socket.write(piece);
        if (waitsForServer(piece)) return;
      }
      // IDLE: what follows would end it in some servers.
      if (command.onContinuation !== null) return;
    }
  }

  #receive(chunk: Buffer): void {
    this.#received += chunk.length;
    try {
      this.#framer.push(chunk, (response) => {
        if (!this.#closed) this.#take(response);
      });
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #take({ bytes, skippedLiterals }: FramedResponse): void {
    if (bytes.length === 0) return;
    const reply = new WireReply(bytes, skippedLiterals);
    this.#transcript.received(reply);
    if (reply.tag === '*') this.#untagged(reply);
    else if (reply.tag === '+') this.#continue();
    else this.#tagged(reply);
  }

  #untagged(reply: WireReply): void {
    if (reply.name === 'BYE') this.#bye = humanText(reply.readableAttributes).slice(0, 1000);
    // Not the oldest command's alone: a server may work on several at once (RFC 9051 section 5.5).
    for (const command of this.#running)
      if (Object.hasOwn(command.untagged, reply.name) && this.#offer(command, reply)) return;
    try {
      this.unasked.get(reply.name)?.(reply);
    } catch (error) {
      if (!(error instanceof UnreadableResponse)) throw error;
      this.linesLost += 1;
    }
  }

  /** Whether the command took it. */
  #offer(command: RunningCommand, reply: WireReply): boolean {
    try {
      return command.untagged[reply.name]?.(reply) !== false;
    } catch (error) {
      if (error instanceof UnreadableResponse) this.linesLost += 1;
      else command.thrown ??= error instanceof Error ? error : new Error(String(error));
      return true;
    }
  }

  #continue(): void {
    const waiting = this.#running.find(({ unsent }) => unsent.length > 0);
    if (waiting !== undefined) return this.#send();
    const [command] = this.#running;
    if (command !== undefined && command.onContinuation !== null) command.onContinuation();
  }

  #tagged(reply: WireReply): void {
    const at = this.#running.findIndex(({ tag }) => tag === reply.tag);
    const command = this.#running[at];
    if (command === undefined)
      throw new MailError('protocol.garbage', 'the server answers what nobody asked', {
        scope: 'connection',
      });
    this.#running.splice(at, 1);
    this.#transcript.ended();
    const attributes = reply.readableAttributes;
    if (reply.name === 'OK') {
      if (command.thrown === null) command.resolve(reply);
      else command.reject(command.thrown);
    } else if (reply.name === 'NO' || reply.name === 'BAD') {
      const text = humanText(attributes) || reply.name;
      command.reject(new CommandRefused(reply.name, { attributes }, text));
    } else throw new MailError('protocol.garbage', 'neither OK, NO nor BAD', { scope: 'connection' });
    // A refused literal is not sent; what waited behind it goes.
    this.#send();
  }

  #end(error: Error | null): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#failure = error;
    // An error of a socket that is already given up has nobody to tell.
    this.socket.removeAllListeners('data').on('error', () => undefined);
    this.socket.destroy();
    const cause = error ?? new SessionClosed(this.#bye);
    for (const command of this.#running.splice(0)) command.reject(cause);
    this.options.onClosed();
  }
}
