import { MailError, type ServerSettings } from '../../../preload/contract/index.ts';
import { Pop3Wire, type Pop3Options } from './Pop3Wire.ts';

/** Where the pieces of one message go; each call is awaited before more is read: that is the backpressure. */
export interface MessageSink {
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** Commands sent before the first answer is in, where the server offers PIPELINING (RFC 2449 section 6.6). */
const WINDOW = 50;
/** A listing larger than this is no maildrop. */
const MAX_LISTING_BYTES = 64 * 1024 * 1024;

/**
 * One POP3 session (RFC 1939): authorization, transaction, update. Any failure of the connection rejects every
 * command under way with a MailError and ends the session; nothing is retried here.
 */
export class Pop3Connection {
  #capabilities: ReadonlyMap<string, string> = new Map();
  #inTransaction = false;

  private constructor(private readonly wire: Pop3Wire) {}

  /** Connects, waits for the greeting, protects the connection as the settings demand (STLS is never downgraded). */
  static async open(options: Pop3Options): Promise<Pop3Connection> {
    const connection = new Pop3Connection(await Pop3Wire.open(options));
    try {
      await connection.#readCapabilities();
      if (options.server.security === 'starttls') await connection.#secure(options.server);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** Logs in with USER and PASS, or SASL PLAIN where USER is not offered. The transaction state begins. */
  async login(user: string, password: string): Promise<void> {
    // A line end would be a second command (and NUL a second field of PLAIN).
    if (/[\r\n\0]/.test(user + password)) {
      throw new MailError('auth.wrongPassword', 'a user name or password cannot hold line ends', {
        scope: 'account',
      });
    }
    const plain = this.#capabilities.get('SASL')?.toUpperCase().split(' ').includes('PLAIN') === true;
    if (plain && !this.#capabilities.has('USER')) {
      const token = Buffer.from(`\0${user}\0${password}`).toString('base64');
      await this.wire.send({ line: `AUTH PLAIN ${token}`, shape: 'line' });
    } else {
      await this.wire.send({ line: `USER ${user}`, shape: 'line' });
      await this.wire.send({ line: `PASS ${password}`, shape: 'line' });
    }
    this.wire.enter('transaction');
    this.#inTransaction = true;
    // Capabilities may differ after login (RFC 2449 section 5).
    await this.#readCapabilities();
  }

  /** Unique ids by message number (RFC 1939 section 7), in order; null when the server has no UIDL. */
  async uidl(): Promise<Map<number, string> | null> {
    const lines = await this.#listing('UIDL').catch((error: unknown) => {
      if (error instanceof MailError && error.code === 'mail.refused') return null;
      throw error;
    });
    return lines === null ? null : new Map(lines.map(([number, id]) => [number, id]));
  }

  /** Sizes in octets by message number, in order. */
  async list(): Promise<Map<number, number>> {
    const lines = await this.#listing('LIST');
    return new Map(lines.map(([number, size]) => [number, Number(size) || 0]));
  }

  /**
   * Fetches messages in order, several requests ahead of the answers. `sinkFor` is asked when a message's answer
   * begins. A message the server refuses (-ERR) is skipped and reported by `onRefused`; others go on.
   */
  async retrieve(
    numbers: readonly number[],
    sinkFor: (number: number) => Promise<MessageSink>,
    onRefused: (number: number, error: MailError) => void,
  ): Promise<void> {
    await this.#pipeline(numbers, async (number) => {
      let sink: MessageSink | null = null;
      try {
        await this.wire.send({
          line: `RETR ${number}`,
          shape: 'multiline',
          onData: async (bytes) => {
            sink ??= await sinkFor(number);
            await sink.write(bytes);
          },
        });
        sink ??= await sinkFor(number);
        await sink.end();
      } catch (error) {
        if (!(error instanceof MailError) || error.code !== 'mail.refused') throw error;
        onRefused(number, error);
      }
    });
  }

  /** Marks for deletion; the server deletes in the update state only. Resolves with those it took. */
  async dele(numbers: readonly number[]): Promise<number[]> {
    const marked: number[] = [];
    await this.#pipeline(numbers, async (number) => {
      try {
        await this.wire.send({ line: `DELE ${number}`, shape: 'line' });
        marked.push(number);
      } catch (error) {
        if (!(error instanceof MailError) || error.code !== 'mail.refused') throw error;
      }
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
    const capabilities = new Map<string, string>();
    let text = '';
    const answer = this.wire.send({
      line: 'CAPA',
      shape: 'multiline',
      onData: (bytes) => {
        text += Buffer.from(bytes).toString('latin1');
        if (text.length > 65_536)
          throw new MailError('protocol.tooLarge', 'the list of capabilities does not end');
      },
    });
    // A server from before RFC 2449 answers -ERR: it has none.
    await answer.catch((error: unknown) => {
      if (this.wire.failure !== null) throw error;
    });
    for (const line of text.split(/\r?\n/)) {
      const [name = '', ...rest] = line.trim().split(' ');
      if (name !== '') capabilities.set(name.toUpperCase(), rest.join(' '));
    }
    this.#capabilities = capabilities;
  }

  async #secure({ host, port }: ServerSettings): Promise<void> {
    try {
      await this.wire.send({ line: 'STLS', shape: 'line' });
    } catch (error) {
      if (this.wire.failure !== null) throw error;
      const where = { scope: 'connection', host, port } as const;
      throw new MailError('tls.notOffered', 'the server does not offer STLS', { ...where, cause: error });
    }
    await this.wire.secure();
    await this.#readCapabilities();
  }

  async #listing(command: 'UIDL' | 'LIST'): Promise<[number, string][]> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    await this.wire.send({
      line: command,
      shape: 'multiline',
      onData: (bytes) => {
        size += bytes.length;
        if (size > MAX_LISTING_BYTES) throw new MailError('protocol.tooLarge', `${command} does not end`);
        chunks.push(Uint8Array.from(bytes));
      },
    });
    const text = Buffer.concat(chunks).toString('latin1');
    return text.split(/\r?\n/).flatMap((line): [number, string][] => {
      const match = /^(\d{1,9}) +(\S{1,512})/.exec(line);
      return match === null ? [] : [[Number(match[1]), match[2] ?? '']];
    });
  }

  /** Runs one task per number, at most the window at once; the first failure ends it when all begun are settled. */
  async #pipeline(numbers: readonly number[], task: (number: number) => Promise<void>): Promise<void> {
    const window = this.#capabilities.has('PIPELINING') ? WINDOW : 1;
    const running: Promise<void>[] = [];
    try {
      for (const number of numbers) {
        if (running.length >= window) await running.shift();
        running.push(task(number));
      }
    } finally {
      await Promise.allSettled(running);
    }
    await Promise.all(running);
  }
}
