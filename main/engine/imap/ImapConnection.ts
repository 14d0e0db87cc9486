import { ImapFlow } from 'imapflow';
import { MailError, type ServerSettings } from '../../../preload/contract/index.ts';
import type { Clock } from '../ports.ts';
import type { ConnectionTranscript } from '../transcript/Transcripts.ts';
import { clientOptions } from './clientOptions.ts';
import { assertSecure, refuseGreeting, refusePeer } from './connectionGuard.ts';
import { mapImapError } from './imapErrors.ts';
import type { ImapNode, ImapReply } from './imapNodes.ts';
import type { ImapFlowInternals, OpenImapOptions, RawReply, UntaggedHandlers } from './connectionTypes.ts';
import type { SelectedFolder } from './SelectedFolder.ts';
import { transcriptLogger } from './transcriptLogger.ts';
import { watchSilence } from './watchSilence.ts';

/**
 * One IMAP session (RFC 3501 section 3): the only place that knows imapflow. imapflow connects, upgrades, logs in
 * and tokenizes; every command goes through its `exec`, because its own commands turn refusals into `false` and
 * add namespace prefixes to paths. One command runs at a time; the pool sees to that.
 */
export class ImapConnection {
  readonly capabilities: ReadonlySet<string>;
  /** By ENABLE (RFC 5161): `CONDSTORE`, `QRESYNC`. */
  readonly enabled = new Set<string>();
  /** What SELECT last said; null in the authenticated state. Kept by `selectFolder`. */
  selected: SelectedFolder | null = null;
  lastUsedAt: number;
  #linesLost = 0;
  #failure: MailError | null = null;
  readonly #closeListeners = new Set<() => void>();

  private constructor(
    private readonly client: ImapFlow & ImapFlowInternals,
    private readonly transcript: ConnectionTranscript,
    private readonly server: ServerSettings,
    private readonly clock: Clock,
  ) {
    this.lastUsedAt = clock.now();
    this.capabilities = new Set([...client.capabilities.keys()].map((name) => name.toUpperCase()));
    client.on('close', () => {
      transcript.closed();
      for (const listener of [...this.#closeListeners]) listener();
    });
  }

  /**
   * Connects and logs in; rejects with a MailError and leaves nothing open. The secret is read by imapflow through
   * a getter that first checks TLS and the peer's certificate: no credential leaves before both are right.
   */
  static async open(options: OpenImapOptions): Promise<ImapConnection> {
    const { server, secret, clock, signal } = options;
    signal.throwIfAborted();
    const transcript = options.transcripts.open({
      accountId: options.accountId,
      protocol: 'imap',
      host: server.host,
      port: server.port,
      secure: server.security === 'tls',
    });
    let heardServer = false;
    let refused = null as MailError | null; // set by a callback, which narrowing does not see
    let lineLost = (): void => undefined;
    const logger = transcriptLogger(transcript, {
      onServerLine: (text) => {
        if (heardServer) return;
        heardServer = true;
        transcript.phase('notAuthenticated');
        refused = refuseGreeting(server, text) ?? refusePeer(server, client.socket);
        if (refused !== null) client.close();
      },
      onLineLost: () => lineLost(),
    });
    const guard = (): string => {
      assertSecure(server, client.socket, client.secureConnection);
      if (secret === '') throw new MailError('secret.missing', 'no secret for this account');
      return secret;
    };
    // The internals are there in 2.1.2, the exact version package.json names; a test exercises each.
    const client = new ImapFlow(clientOptions(server, guard, logger)) as ImapFlow & ImapFlowInternals;
    let lateError: unknown = null;
    client.on('error', (error) => {
      lateError = error;
    });
    const onAbort = (): void => client.close();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await client.connect();
      // A PREAUTH greeting skips the login and with it the guard.
      assertSecure(server, client.socket, client.secureConnection);
      transcript.phase('authenticated');
      const connection = new ImapConnection(client, transcript, server, clock);
      lineLost = () => {
        connection.#linesLost += 1;
      };
      client.on('error', (error) => connection.#fail(error));
      await connection.#enable();
      return connection;
    } catch (error) {
      client.close();
      const heard = heardServer || client.stats().received > 0;
      const mapped =
        refused ??
        mapImapError(signal.aborted ? cancelled() : preferCause(error, lateError), {
          server,
          authenticating: true,
          heardServer: heard,
        });
      transcript.note(mapped.message);
      transcript.closed();
      throw mapped;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  get isOpen(): boolean {
    return this.client.usable && !this.client.isClosed;
  }

  /** Lines the tokenizer had to drop so far: compare before and after a command to know whether an answer is whole. */
  get linesLost(): number {
    return this.#linesLost;
  }

  has(capability: string): boolean {
    return this.capabilities.has(capability.toUpperCase());
  }

  /**
   * Runs one command; resolves with its tagged OK, rejects with a MailError for NO, BAD and a lost connection
   * (also when the server falls silent). A handler that throws makes the command reject once it has ended.
   */
  async run(
    command: string,
    args: readonly ImapNode[],
    untagged: UntaggedHandlers = {},
    folder?: string,
  ): Promise<ImapReply> {
    const thrown: Error[] = [];
    const handlers = Object.fromEntries(
      Object.entries(untagged).map(([name, handle]) => [
        name,
        async (raw: RawReply) => {
          try {
            handle(replyOf(raw));
          } catch (error) {
            // imapflow would log and forget it.
            thrown.push(error instanceof Error ? error : new Error(String(error)));
          }
        },
      ]),
    );
    const stopWatchdog = this.#watch();
    try {
      const answer = await this.client.exec(command, args.length === 0 ? false : args, {
        untagged: handlers,
      });
      answer.next();
      const [first] = thrown;
      if (first !== undefined) throw first;
      return replyOf(answer.response);
    } catch (error) {
      throw mapImapError(this.#failure ?? error, {
        server: this.server,
        authenticating: false,
        ...(folder === undefined ? {} : { folder }),
      });
    } finally {
      stopWatchdog();
      this.lastUsedAt = this.clock.now();
    }
  }

  /**
   * IDLE (RFC 2177) on the selected folder until `done` aborts; calls `onNews` for whatever the server tells.
   * Rejects when the connection is lost or the server ends IDLE by itself with an error.
   */
  async idle(onNews: () => void, done: AbortSignal): Promise<void> {
    if (done.aborted) return;
    let mayEnd = false;
    let stopWatchdog: (() => void) | null = null;
    const end = (): void => {
      if (!mayEnd || stopWatchdog !== null) return;
      // From here an answer is owed: a half-open connection shows itself now.
      stopWatchdog = this.#watch();
      try {
        this.client.write('DONE');
        this.transcript.sent('DONE');
      } catch (error) {
        this.#fail(error);
      }
    };
    const news = async (): Promise<void> => onNews();
    done.addEventListener('abort', end, { once: true });
    try {
      const answer = await this.client.exec('IDLE', false, {
        onPlusTag: async () => {
          mayEnd = true;
          if (done.aborted) end();
        },
        untagged: { EXISTS: news, EXPUNGE: news, FETCH: news, VANISHED: news },
      });
      answer.next();
    } catch (error) {
      throw mapImapError(this.#failure ?? error, { server: this.server, authenticating: false });
    } finally {
      done.removeEventListener('abort', end);
      this.#stop(stopWatchdog);
      this.lastUsedAt = this.clock.now();
    }
  }

  onClosed(listener: () => void): void {
    if (this.client.isClosed) listener();
    else this.#closeListeners.add(listener);
  }

  phase(phase: 'authenticated' | 'selected'): void {
    this.transcript.phase(phase);
  }

  /** Says LOGOUT and closes; never rejects and never waits long. */
  async logout(): Promise<void> {
    if (!this.isOpen) return;
    this.transcript.phase('logout');
    const cancelTimer = this.clock.setTimer(2000, () => this.client.close());
    try {
      await this.client.logout();
    } catch (error) {
      this.transcript.note(`logout: ${String(error)}`);
    } finally {
      cancelTimer();
      this.client.close();
    }
  }

  /** Closes at once; a running command rejects. */
  close(): void {
    this.client.close();
  }

  #fail(error: unknown): void {
    this.#failure ??= mapImapError(error, { server: this.server, authenticating: false });
    this.client.close();
  }

  #stop(stopWatchdog: (() => void) | null): void {
    stopWatchdog?.();
  }

  #watch(): () => void {
    return watchSilence({
      clock: this.clock,
      received: () => this.client.stats().received,
      onSilence: () =>
        this.#fail(
          new MailError('network.timeout', 'the server fell silent', {
            scope: 'connection',
            host: this.server.host,
            port: this.server.port,
          }),
        ),
    });
  }

  async #enable(): Promise<void> {
    if (!this.has('ENABLE')) return;
    const wanted =
      this.has('QRESYNC') && !sendsMalformedVanished(this.server.host)
        ? 'QRESYNC'
        : this.has('CONDSTORE')
          ? 'CONDSTORE'
          : null;
    if (wanted === null) return;
    await this.run('ENABLE', [{ type: 'ATOM', value: wanted }]);
    // QRESYNC implies CONDSTORE (RFC 7162 section 3.2.3).
    this.enabled.add('CONDSTORE').add(wanted);
  }
}

/** iCloud's VANISHED responses cannot be relied on (see FACTS on imapflow). */
const sendsMalformedVanished = (host: string): boolean => /(^|\.)(mail\.me\.com|icloud\.com)$/i.test(host);

const cancelled = (): MailError => new MailError('cancelled', 'cancelled');

/** Closing makes imapflow say `NoConnection`; what it said first is the reason. */
function preferCause(error: unknown, earlier: unknown): unknown {
  const vague = error instanceof Error && 'code' in error && error.code === 'NoConnection';
  return vague && !('reason' in error) && earlier !== null ? earlier : error;
}

function replyOf(raw: RawReply): ImapReply {
  return { command: raw.command ?? '', attributes: raw.attributes ?? [] };
}
