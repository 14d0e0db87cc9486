import { ImapFlow } from 'imapflow';
import { MailError, type ServerSettings } from '../../../preload/contract/index.ts';
import type { Clock } from '../ports.ts';
import type { ConnectionTranscript } from '../transcript/Transcripts.ts';
import { clientOptions } from './clientOptions.ts';
import { assertSecure, refuseGreeting, refusePeer } from './connectionGuard.ts';
import { mapImapError } from './imapErrors.ts';
import type { ImapNode, ImapReply } from './imapNodes.ts';
import type { ImapFlowInternals, OpenImapOptions } from './connectionTypes.ts';
import type { SelectedFolder } from './SelectedFolder.ts';
import { transcriptLogger } from './transcriptLogger.ts';
import { watchSilence } from './watchSilence.ts';
import { ImapWire, type UntaggedHandlers } from './wire/ImapWire.ts';

/** The end of IDLE is a word the server needs no time for: after a sleep the line is known dead this soon. */
const DONE_SILENCE_MS = 10_000;

/**
 * One IMAP session (RFC 9051 section 3): the only place that knows imapflow, which connects, upgrades and logs in.
 * Then its socket is ours: every command goes over `ImapWire`, in order, and several may be under way.
 */
export class ImapConnection {
  readonly capabilities: ReadonlySet<string>;
  /** By ENABLE (RFC 5161): `CONDSTORE`, `QRESYNC`. */
  readonly enabled = new Set<string>();
  /** What SELECT last said; null in the authenticated state. Kept by `selectFolder`. */
  selected: SelectedFolder | null = null;
  lastUsedAt: number;
  readonly #wire: ImapWire;
  readonly #closeListeners = new Set<() => void>();

  private constructor(
    client: ImapFlow & ImapFlowInternals,
    private readonly transcript: ConnectionTranscript,
    private readonly server: ServerSettings,
    private readonly clock: Clock,
  ) {
    this.lastUsedAt = clock.now();
    this.capabilities = new Set([...client.capabilities.keys()].map((name) => name.toUpperCase()));
    const heard = Buffer.concat(client.streamer.lineBuffer);
    this.#wire = new ImapWire(client.unbind().socket, {
      transcript,
      heard,
      eagerLiterals: this.has('LITERAL+') ? 'all' : this.has('LITERAL-') ? 'small' : 'none',
      onClosed: () => {
        transcript.closed();
        for (const listener of [...this.#closeListeners]) listener();
      },
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
    const logger = transcriptLogger(transcript, {
      onServerLine: (text) => {
        if (heardServer) return;
        heardServer = true;
        transcript.phase('notAuthenticated');
        refused = refuseGreeting(server, text) ?? refusePeer(server, client.socket);
        if (refused !== null) client.close();
      },
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
    let opened = null as ImapConnection | null;
    const onAbort = (): void => {
      if (opened === null) client.close();
      else opened.close();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await client.connect();
      // A PREAUTH greeting skips the login and with it the guard.
      assertSecure(server, client.socket, client.secureConnection);
      transcript.phase('authenticated');
      opened = new ImapConnection(client, transcript, server, clock);
      await opened.#enable();
      return opened;
    } catch (error) {
      opened?.close();
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
    return this.#wire.isOpen;
  }

  /** Responses that could not be read so far: compare before and after a command to know if an answer is whole. */
  get linesLost(): number {
    return this.#wire.linesLost;
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
    const stopWatchdog = this.#watch();
    try {
      return await this.#wire.execute(command, args, { untagged });
    } catch (error) {
      throw mapImapError(error, {
        server: this.server,
        authenticating: false,
        ...(folder === undefined ? {} : { folder }),
      });
    } finally {
      stopWatchdog();
      this.lastUsedAt = this.clock.now();
    }
  }

  /** Stops reading, so that the server waits for whoever is slower; `resumeReading` goes on. */
  pauseReading(): void {
    this.#wire.pause();
  }

  resumeReading(): void {
    this.#wire.resume();
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
      stopWatchdog = this.#watch(DONE_SILENCE_MS);
      this.#wire.writeLine('DONE');
    };
    done.addEventListener('abort', end, { once: true });
    try {
      await this.#wire.execute('IDLE', [], {
        onContinuation: () => {
          mayEnd = true;
          if (done.aborted) end();
        },
        untagged: { EXISTS: onNews, EXPUNGE: onNews, FETCH: onNews, VANISHED: onNews },
      });
    } catch (error) {
      throw mapImapError(error, { server: this.server, authenticating: false });
    } finally {
      done.removeEventListener('abort', end);
      this.#stop(stopWatchdog);
      this.lastUsedAt = this.clock.now();
    }
  }

  /** Hears untagged responses that no command asked for, such as those of NOTIFY (RFC 5465), until the end. */
  onUntagged(name: string, handle: (reply: ImapReply) => void): void {
    this.#wire.unasked.set(name, handle);
  }

  onClosed(listener: () => void): void {
    if (this.isOpen) this.#closeListeners.add(listener);
    else listener();
  }

  phase(phase: 'authenticated' | 'selected'): void {
    this.transcript.phase(phase);
  }

  /** Says LOGOUT and closes; never rejects and never waits long. */
  async logout(): Promise<void> {
    if (!this.isOpen) return;
    this.transcript.phase('logout');
    const cancelTimer = this.clock.setTimer(2000, () => this.close());
    try {
      await this.#wire.execute('LOGOUT', []);
    } catch (error) {
      this.transcript.note(`logout: ${String(error)}`);
    } finally {
      cancelTimer();
      this.close();
    }
  }

  /** Closes at once; a running command rejects. */
  close(): void {
    this.#wire.close();
  }

  #stop(stopWatchdog: (() => void) | null): void {
    stopWatchdog?.();
  }

  #watch(silenceMs?: number): () => void {
    return watchSilence({
      clock: this.clock,
      received: () => this.#wire.received,
      ...(silenceMs === undefined ? {} : { silenceMs }),
      onSilence: () =>
        this.#wire.close(
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
