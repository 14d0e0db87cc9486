import { MailError } from '../../../preload/contract/index.ts';
import { noCapabilities, parseCapabilities, type Capabilities } from './capabilities.ts';
import { logIn } from './logIn.ts';
import { parseIds, parseSizes } from './parseListing.ts';
import { Pop3Wire, type Command, type Pop3Options } from './Pop3Wire.ts';

/** Where the pieces of one message go; each call is awaited before more is read: that is the backpressure. */
export interface MessageSink {
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** Asks for a message's sink when its answer begins. */
export type SinkFor = (number: number) => Promise<MessageSink>;
/** A message the server refuses (-ERR) is skipped and told of here; others go on. */
export type OnRefused = (number: number, error: MailError) => void;

/** Commands sent before the first answer is in, where the server offers PIPELINING (RFC 2449 section 6.6). */
const WINDOW = 50;
/** Answers that come in before the window is filled up again: so many commands leave in one packet. */
const REFILL = 20;
/** A listing larger than this is no maildrop. */
const MAX_LISTING_BYTES = 64 * 1024 * 1024;
const MAX_CAPABILITY_BYTES = 64 * 1024;
/** No mail is larger; a server that sends more is broken or wants the disk. */
const MAX_MESSAGE_BYTES = 1024 * 1024 * 1024;

/**
 * One POP3 session (RFC 1939): authorization, transaction, update. Any failure of the connection rejects every
 * command under way with a MailError and ends the session; nothing is retried here.
 */
export class Pop3Connection {
  #capabilities: Capabilities = noCapabilities;
  #inTransaction = false;

  private constructor(
    private readonly wire: Pop3Wire,
    private readonly options: Pop3Options,
  ) {}

  /**
   * Connects, waits for the greeting, protects the connection as the settings demand: STLS is asked for whatever the
   * server claims to offer, and never done without. What it offers is asked under TLS, where nobody else answers.
   */
  static async open(options: Pop3Options): Promise<Pop3Connection> {
    const connection = new Pop3Connection(await Pop3Wire.open(options), options);
    try {
      if (options.server.security === 'starttls') await connection.#secure();
      await connection.#readCapabilities();
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  get capabilities(): Capabilities {
    return this.#capabilities;
  }

  /** Logs in by the safest way both sides know. The transaction state begins. */
  async login(secret: string): Promise<void> {
    this.wire.promisesCodes = this.#capabilities.has('AUTH-RESP-CODE');
    // Else a server with mail in UTF-8 headers rewrites it on the way (RFC 6856 section 2); it may say no.
    if (this.#capabilities.has('UTF8')) await this.#tolerant({ line: 'UTF8', shape: 'line' });
    await logIn(this.wire, this.options.server, secret, this.#capabilities);
    this.wire.enter('transaction');
    this.#inTransaction = true;
    // Capabilities may differ after login (RFC 2449 section 5).
    await this.#readCapabilities();
  }

  /** Writes into the transcript. */
  note(text: string): void {
    this.wire.note(text);
  }

  /** What is in the maildrop: sizes in octets (LIST) and unique ids (UIDL), by message number; null for what the server does not have. */
  async listings(): Promise<{ sizes: Map<number, number> | null; ids: Map<number, string | null> | null }> {
    const list = (command: string): Promise<string[] | null> => this.#lines(command, MAX_LISTING_BYTES);
    if (!this.#capabilities.has('PIPELINING')) {
      const ids = await list('UIDL');
      const sizes = await list('LIST');
      return { sizes: sizes && parseSizes(sizes), ids: ids && parseIds(ids) };
    }
    const [ids, sizes] = await Promise.all([list('UIDL'), list('LIST')]);
    return { sizes: sizes && parseSizes(sizes), ids: ids && parseIds(ids) };
  }

  /** Fetches messages in order, several requests ahead of the answers. */
  retrieve(numbers: readonly number[], sinkFor: SinkFor, onRefused: OnRefused): Promise<void> {
    return this.#fetch(numbers, (number) => `RETR ${number}`, sinkFor, onRefused);
  }

  /** As `retrieve`, but each message's header and its first lines alone (TOP, RFC 1939 section 7). */
  top(numbers: readonly number[], lines: number, sinkFor: SinkFor, onRefused: OnRefused): Promise<void> {
    return this.#fetch(numbers, (number) => `TOP ${number} ${lines}`, sinkFor, onRefused);
  }

  /** Marks for deletion; the server deletes in the update state only. Resolves with those it took. */
  async dele(numbers: readonly number[]): Promise<number[]> {
    const marked: number[] = [];
    await this.#pipeline(numbers, async (number) => {
      if ((await this.#tolerant({ line: `DELE ${number}`, shape: 'line' })) !== null) marked.push(number);
    });
    return marked;
  }

  /** Enters the update state. Only when this resolves has the server deleted what was marked. */
  async quit(): Promise<void> {
    if (this.#inTransaction) this.wire.enter('update');
    try {
      await this.wire.send({ line: 'QUIT', shape: 'line' });
    } finally {
      this.close();
    }
  }

  /** Ends the connection without the update state: nothing marked is deleted. */
  close(): void {
    this.wire.close();
  }

  async #readCapabilities(): Promise<void> {
    // A server from before RFC 2449 answers -ERR: it has none.
    const lines = await this.#lines('CAPA', MAX_CAPABILITY_BYTES);
    this.#capabilities = lines === null ? noCapabilities : parseCapabilities(lines);
  }

  async #secure(): Promise<void> {
    const { host, port } = this.options.server;
    try {
      await this.wire.send({ line: 'STLS', shape: 'line' });
    } catch (error) {
      if (this.wire.failure !== null) throw error;
      const where = { scope: 'connection', host, port } as const;
      throw new MailError('tls.notOffered', 'the server does not offer STLS', { ...where, cause: error });
    }
    await this.wire.secure();
  }

  async #fetch(
    numbers: readonly number[],
    command: (number: number) => string,
    sinkFor: SinkFor,
    onRefused: OnRefused,
  ): Promise<void> {
    await this.#pipeline(numbers, async (number) => {
      let sink: MessageSink | null = null;
      let size = 0;
      try {
        await this.wire.send({
          line: command(number),
          shape: 'multiline',
          onData: async (bytes) => {
            size += bytes.length;
            if (size > MAX_MESSAGE_BYTES)
              throw new MailError('protocol.tooLarge', 'a message does not end', { scope: 'message' });
            sink ??= await sinkFor(number);
            await sink.write(bytes);
          },
          onEnd: async () => {
            sink ??= await sinkFor(number);
            await sink.end();
          },
        });
      } catch (error) {
        if (!isRefusal(error)) throw error;
        onRefused(number, error);
      }
    });
  }

  /** The lines of a multi-line answer without their ends, as Latin-1; null when the server refuses the command. */
  async #lines(command: string, limit: number): Promise<string[] | null> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const answer = await this.#tolerant({
      line: command,
      shape: 'multiline',
      onData: (bytes) => {
        size += bytes.length;
        if (size > limit) throw new MailError('protocol.tooLarge', `the answer to ${command} does not end`);
        chunks.push(Uint8Array.from(bytes));
      },
    });
    if (answer === null) return null;
    return Buffer.concat(chunks).toString('latin1').split(/\r?\n/);
  }

  /** As `send`, but null for a refusal. */
  async #tolerant(command: Command): Promise<string | null> {
    try {
      return await this.wire.send(command);
    } catch (error) {
      if (this.wire.failure !== null || !(error instanceof MailError)) throw error;
      return null;
    }
  }

  /** Runs one task per number, at most the window at once; the first failure ends it when all begun are settled. */
  async #pipeline(numbers: readonly number[], task: (number: number) => Promise<void>): Promise<void> {
    const isPipelined = this.#capabilities.has('PIPELINING');
    const [window, refill] = isPipelined ? [WINDOW, REFILL] : [1, 1];
    const running: Promise<void>[] = [];
    try {
      for (const number of numbers) {
        // Answers come in order: when the last of these is there, all are.
        if (running.length >= window) await Promise.all(running.splice(0, refill));
        running.push(task(number));
      }
    } finally {
      await Promise.allSettled(running);
    }
    await Promise.all(running);
  }
}

const isRefusal = (error: unknown): error is MailError =>
  error instanceof MailError && error.code === 'mail.refused';
