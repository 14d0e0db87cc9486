import { MailError, type AccountId, type ServerSettings } from '../../../preload/contract/index.ts';
import type { Transcripts } from '../transcript/Transcripts.ts';
import { openSession, single, type SmtpSession } from './SmtpSession.ts';
import { acceptedOutcome, connectionError, failedOutcome } from './submissionOutcome.ts';
import type { Submission, SubmissionOutcome, SubmissionRequest } from './submission.ts';
import { PipeliningLie, transact, type Transaction } from './transact.ts';

export interface SmtpLimits {
  /** Name lookup, TCP, TLS, greeting and login, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Silence after which the connection counts as lost; RFC 5321 section 4.5.3.2.6 asks for 10 minutes after the dot. */
  readonly silenceTimeoutMs: number;
  /** One message from MAIL FROM to its last reply. */
  readonly messageTimeoutMs: number;
  /** Silence in the middle of pipelined commands after which they are sent one by one. */
  readonly pipeliningStallMs: number;
}

export const smtpLimits: SmtpLimits = {
  connectTimeoutMs: 60_000,
  silenceTimeoutMs: 10 * 60_000,
  messageTimeoutMs: 60 * 60_000,
  pipeliningStallMs: 30_000,
};

const quitTimeoutMs = 2000;

export interface SmtpTarget {
  readonly server: ServerSettings;
  /** Password or access token. */
  readonly secret: string;
  readonly accountId: AccountId | null;
  readonly transcripts: Transcripts;
  readonly limits?: Partial<SmtpLimits>;
}

/**
 * Submits messages (RFC 6409) over one connection, opened by the first and kept until `close`. It guarantees:
 * no credential and no mail before TLS unless the person chose none; nothing is sent when the announced SIZE is too
 * small; the final dot is not written before `beforeHandover` has resolved, so everything before it is `deferred`,
 * everything after it without an answer `uncertain`.
 */
export class SmtpSubmission implements Submission {
  readonly #target: SmtpTarget;
  readonly #limits: SmtpLimits;
  #session: SmtpSession | null = null;
  #pipelines = true;

  constructor(target: SmtpTarget) {
    this.#target = target;
    this.#limits = { ...smtpLimits, ...target.limits };
  }

  async submit(request: SubmissionRequest): Promise<SubmissionOutcome> {
    const reused = this.#session !== null;
    const pipelined = this.#pipelines;
    const first = await this.#submitOnce(request);
    if (first.kind !== 'deferred' || request.signal.aborted) return first;
    // Before the final dot a second attempt cannot double anything: for a kept connection that died of old age, and
    // for a server that lost commands it was sent in one go.
    const worthAnother = (reused && first.error.code === 'network.closed') || pipelined !== this.#pipelines;
    return worthAnother ? this.#submitOnce(request) : first;
  }

  /** Connects and logs in, nothing else. Rejects with a MailError. */
  async login(signal: AbortSignal): Promise<void> {
    try {
      await this.#open(signal);
    } catch (error) {
      throw connectionError(error, this.#target.server);
    }
  }

  /** QUIT, or just closing when the server does not answer it in 2 s. Never rejects. */
  async close(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    if (session !== null) await quit(session);
  }

  async #submitOnce(request: SubmissionRequest): Promise<SubmissionOutcome> {
    const { server } = this.#target;
    const { signal } = request;
    const state: Transaction = { recipients: [], handedOver: false, sourceFailure: null };
    let session: SmtpSession | null = null;
    const onAbort = (): void => session?.wire.close(new MailError('cancelled', 'cancelled'));
    const onTimeout = (): void =>
      session?.wire.close(
        new MailError('network.timeout', 'the server took too long', { scope: 'connection' }),
      );
    const timer = setTimeout(onTimeout, this.#limits.messageTimeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      session = await this.#open(signal);
      const use = this.#pipelines && session.extensions.pipelining;
      const stallMs = this.#limits.pipeliningStallMs;
      const reply = await transact(session, request, state, { use, stallMs });
      return acceptedOutcome(reply.text, state.recipients, server);
    } catch (error) {
      if (error instanceof PipeliningLie) this.#pipelines = false;
      const { envelope } = request;
      const { recipients, handedOver } = state;
      const cause = state.sourceFailure === null ? error : sourceError(state.sourceFailure);
      const outcome = failedOutcome(cause, { handedOver, recipients, server, envelope });
      // Only between messages is the state of a dialogue beyond doubt: the next message finds a new one.
      if (session !== null) await this.#leave(session, handedOver || outcome.error.code === 'smtp.tooLarge');
      return outcome;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #leave(session: SmtpSession, politely: boolean): Promise<void> {
    if (this.#session === session) this.#session = null;
    if (politely) await quit(session);
    else session.wire.close();
  }

  async #open(signal: AbortSignal): Promise<SmtpSession> {
    if (this.#session !== null && this.#session.wire.failure === null) return this.#session;
    const { server, secret, accountId, transcripts } = this.#target;
    const { host, port } = server;
    const secure = server.security === 'tls';
    const transcript = transcripts.open({ accountId, protocol: 'smtp', host, port, secure });
    const { connectTimeoutMs, silenceTimeoutMs } = this.#limits;
    this.#session = await openSession(
      { server, transcript, connectTimeoutMs, silenceTimeoutMs },
      secret,
      signal,
    );
    return this.#session;
  }
}

/** Connects to a sending server and logs in; resolves when both worked, rejects with a MailError that says what did not. */
export async function testSmtpLogin(
  server: ServerSettings,
  secret: string,
  transcripts: Transcripts,
  signal: AbortSignal,
): Promise<void> {
  const submission = new SmtpSubmission({ server, secret, accountId: null, transcripts });
  try {
    await submission.login(signal);
  } finally {
    await submission.close();
  }
}

async function quit({ wire, transcript }: SmtpSession): Promise<void> {
  if (wire.failure !== null) return;
  transcript.phase('close');
  const timer = setTimeout(() => wire.close(), quitTimeoutMs);
  try {
    wire.expectClose();
    await single(wire.send(['QUIT']));
  } catch {
    // Whatever it says to that: it is over.
  } finally {
    clearTimeout(timer);
    wire.close();
  }
}

function sourceError(failure: unknown): MailError {
  if (failure instanceof MailError) return failure;
  const message = failure instanceof Error ? failure.message : String(failure);
  return new MailError('store.ioError', message, { scope: 'message', retry: 'later', cause: failure });
}
