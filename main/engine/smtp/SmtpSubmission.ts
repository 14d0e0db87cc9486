import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { MailError, type AccountId, type ServerSettings } from '../../../preload/contract/index.ts';
import { openSocket } from '../net/openSocket.ts';
import { tlsOptions } from '../net/tlsOptions.ts';
import { verifyPeer } from '../net/verifyPeer.ts';
import type { ConnectionTranscript, Transcripts } from '../transcript/Transcripts.ts';
import { SmtpDialogue } from './SmtpDialogue.ts';
import { acceptedOutcome, connectionError, failedOutcome } from './submissionOutcome.ts';
import type { MessageSource, Submission, SubmissionOutcome, SubmissionRequest } from './submission.ts';
import { tokenMethod, xoauth2 } from './xoauth2.ts';

export interface SmtpLimits {
  /** Name lookup, TCP, TLS, greeting and EHLO, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Silence after which the connection counts as lost; RFC 5321 section 4.5.3.2.6 asks for 10 minutes after the dot. */
  readonly silenceTimeoutMs: number;
  /** One message from MAIL FROM to its last reply. */
  readonly messageTimeoutMs: number;
}

export const smtpLimits: SmtpLimits = {
  connectTimeoutMs: 60_000,
  silenceTimeoutMs: 10 * 60_000,
  messageTimeoutMs: 60 * 60_000,
};

const quitTimeoutMs = 2000;
const maximumReplyBytes = 64 * 1024;
// Our own name or address would tell every recipient's server about this machine (RFC 5321 section 4.1.3 allows a literal).
const clientName = '[127.0.0.1]';

export interface SmtpTarget {
  readonly server: ServerSettings;
  /** Password or access token. */
  readonly secret: string;
  readonly accountId: AccountId | null;
  readonly transcripts: Transcripts;
  readonly limits?: Partial<SmtpLimits>;
}

interface Session {
  readonly connection: SMTPConnection;
  readonly dialogue: SmtpDialogue;
  readonly transcript: ConnectionTranscript;
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
  #session: Session | null = null;

  constructor(target: SmtpTarget) {
    this.#target = target;
    this.#limits = { ...smtpLimits, ...target.limits };
  }

  async submit(request: SubmissionRequest): Promise<SubmissionOutcome> {
    const reused = this.#session !== null;
    const first = await this.#submitOnce(request);
    // A kept connection may have died of old age; before the final dot a second attempt cannot double anything.
    const worthAnother = reused && first.kind === 'deferred' && first.error.code === 'network.closed';
    return worthAnother && !request.signal.aborted ? this.#submitOnce(request) : first;
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
    if (session === null || session.connection.destroyed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => session.connection.close(), quitTimeoutMs);
      session.connection.once('end', () => {
        clearTimeout(timer);
        resolve();
      });
      session.connection.quit();
    });
  }

  async #submitOnce(request: SubmissionRequest): Promise<SubmissionOutcome> {
    const { server } = this.#target;
    const { envelope, source } = request;
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(this.#limits.messageTimeoutMs)]);
    let handedOver = false;
    let abandoned = false;
    let sourceFailure: unknown = null;
    let session: Session | null = null;
    const body = Readable.from(
      (async function* () {
        try {
          yield* readSource(source);
          await request.beforeHandover();
        } catch (error) {
          sourceFailure = error;
          // nodemailer writes `code` onto the error it gets, which a MailError does not allow.
          throw new Error('the message could not be read', { cause: error });
        }
        // An answer that came too early has ended the attempt: its outcome must stay true.
        if (abandoned) throw new Error('the attempt has ended');
        handedOver = true;
      })(),
      { objectMode: false },
    );
    try {
      session = await this.#open(signal);
      const { dialogue, connection } = session;
      dialogue.beginMessage();
      const sizeBytes = 'bytes' in source ? source.bytes.length : source.sizeBytes;
      if (dialogue.limitBytes !== null && sizeBytes > dialogue.limitBytes) {
        const message = `the message has ${sizeBytes} bytes, the server takes ${dialogue.limitBytes}`;
        const details = { scope: 'message', subject: String(dialogue.limitBytes) } as const;
        throw new MailError('smtp.tooLarge', message, details);
      }
      const info = await settle<SMTPConnection.SentMessageInfo>(connection, signal, (done) =>
        connection.send({ from: envelope.from, to: [...envelope.to], size: sizeBytes }, body, done),
      );
      if (!handedOver)
        throw new MailError('protocol.unexpected', 'the server answered before the message ended');
      return acceptedOutcome(info.response, dialogue.recipients, server);
    } catch (error) {
      abandoned = true;
      const recipients = session?.dialogue.recipients ?? [];
      const cause = sourceFailure === null ? error : sourceError(sourceFailure);
      const outcome = failedOutcome(cause, { handedOver, recipients, server, envelope });
      if (session !== null) await this.#leave(session, handedOver || outcome.error.code === 'smtp.tooLarge');
      return outcome;
    } finally {
      abandoned = true;
      body.destroy();
    }
  }

  /** After a failure the dialogue is not used again: whatever state the server is in, the next message finds a new one. */
  async #leave(session: Session, politely: boolean): Promise<void> {
    if (politely && !session.connection.destroyed) await this.close();
    session.connection.close();
    if (this.#session === session) this.#session = null;
  }

  async #open(signal: AbortSignal): Promise<Session> {
    if (this.#session !== null && !this.#session.connection.destroyed) return this.#session;
    const { server, secret, accountId, transcripts } = this.#target;
    const timed = AbortSignal.any([signal, AbortSignal.timeout(this.#limits.connectTimeoutMs)]);
    const secure = server.security === 'tls';
    const { host, port } = server;
    const transcript = transcripts.open({ accountId, protocol: 'smtp', host, port, secure });
    transcript.phase('handshake');
    let connection: SMTPConnection | null = null;
    try {
      const timeoutMs = this.#limits.connectTimeoutMs;
      const socket = await openSocket(server, { signal, timeoutMs });
      const dialogue = new SmtpDialogue(transcript);
      const opened = new SMTPConnection({
        connection: socket,
        host,
        port,
        secure,
        secured: secure,
        requireTLS: server.security === 'starttls',
        ignoreTLS: server.security === 'none',
        // The verdict is verifyPeer's below, before any credential, so that a refusal can show the certificate.
        tls: { ...tlsOptions(server), rejectUnauthorized: false },
        name: clientName,
        connectionTimeout: timeoutMs,
        greetingTimeout: timeoutMs,
        socketTimeout: this.#limits.silenceTimeoutMs,
        socketCloseTimeout: quitTimeoutMs,
        maxResponseSize: maximumReplyBytes,
        logger: dialogue.logger,
        transactionLog: true,
        customAuth: { [tokenMethod]: xoauth2 },
      });
      connection = opened;
      opened
        .on('error', (error: Error) => transcript.note(error.message))
        .once('end', () => transcript.closed());
      await settle(opened, timed, (done) => opened.connect((error) => done(error ?? null)));
      this.#checkSecured(opened, dialogue);
      if (server.security === 'starttls') transcript.secured();
      if (server.auth !== 'none') await this.#authenticate(opened, dialogue, timed, secret);
      this.#session = { connection: opened, dialogue, transcript };
      return this.#session;
    } catch (error) {
      connection?.close();
      transcript.note(error instanceof Error ? error.message : String(error));
      transcript.closed();
      throw error;
    }
  }

  #checkSecured(connection: SMTPConnection, dialogue: SmtpDialogue): void {
    const { server } = this.#target;
    if (dialogue.injected)
      throw new MailError('tls.handshake', 'the server sent data between its agreement and TLS', {
        scope: 'connection',
      });
    if (server.security === 'none') return;
    const socket = connection._socket;
    if (!(socket instanceof TLSSocket))
      throw new MailError('tls.notOffered', 'the connection is not encrypted');
    verifyPeer(server, socket);
  }

  async #authenticate(
    connection: SMTPConnection,
    dialogue: SmtpDialogue,
    signal: AbortSignal,
    secret: string,
  ): Promise<void> {
    const { user, auth } = this.#target.server;
    if (!dialogue.offersAuth)
      throw new MailError('auth.mechanism', 'the server offers no login', { scope: 'connection' });
    const credentials =
      auth === 'oauth2' ? { method: tokenMethod, user, pass: secret } : { user, pass: secret };
    await settle(connection, signal, (done) => connection.login(credentials, done));
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

/** One step of nodemailer's as a promise: it also ends with the connection and with `signal`, where the callback is never called. */
function settle<T>(
  connection: SMTPConnection,
  signal: AbortSignal,
  start: (done: (error: Error | null, result?: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const finish = (act: () => void): void => {
      connection.off('error', onError).off('end', onEnd);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const onError = (error: Error): void => finish(() => reject(error));
    // The step's own error, which may carry the server's reply, comes right after 'end'.
    const onEnd = (): void =>
      void setImmediate(() => finish(() => reject(new MailError('network.closed', 'the connection ended'))));
    const onAbort = (): void => {
      finish(() => reject(abortError(signal)));
      connection.close();
    };
    connection.once('error', onError).once('end', onEnd);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    // nodemailer calls back with a result whenever there is no error.
    else start((error, result) => finish(() => (error === null ? resolve(result as T) : reject(error))));
  });
}

const abortError = ({ reason }: AbortSignal): MailError =>
  reason instanceof DOMException && reason.name === 'TimeoutError'
    ? new MailError('network.timeout', 'the server took too long', { scope: 'connection' })
    : new MailError('cancelled', 'cancelled');

function sourceError(failure: unknown): MailError {
  if (failure instanceof MailError) return failure;
  const message = failure instanceof Error ? failure.message : String(failure);
  return new MailError('store.ioError', message, { scope: 'message', retry: 'later', cause: failure });
}

async function* readSource(source: MessageSource): AsyncGenerator<Uint8Array> {
  if ('bytes' in source) yield source.bytes;
  else for await (const chunk of createReadStream(source.path)) yield chunk as Buffer; // no encoding is set
}
