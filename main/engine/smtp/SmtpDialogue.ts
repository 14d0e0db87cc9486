import type { ConnectionTranscript } from '../transcript/Transcripts.ts';
import type { RecipientReply } from './submission.ts';
import { isTransient, parseSmtpReply } from './smtpReply.ts';

/** What nodemailer hands to a logger with each record. */
interface LogEntry {
  readonly tnx?: unknown;
  readonly discarded?: unknown;
}

const afterData = '(message)';
const maximumExpected = 5000;

/**
 * Reads along: nodemailer logs each command and reply, and replies come in the order of the commands (RFC 5321
 * section 4.3.1; RFC 2920 keeps it). That gives what nodemailer does not answer itself: each recipient's reply, the
 * announced SIZE limit, and whether bytes were slipped in before TLS. It writes the transcript on the way.
 */
export class SmtpDialogue {
  readonly #transcript: ConnectionTranscript;
  readonly #expected: string[] = [];
  #recipients = new Map<string, RecipientReply>();
  #authenticating = false;
  #greeted = false;
  /** SIZE of the last EHLO (RFC 1870); null when none was announced or it is 0 (no fixed limit). */
  limitBytes: number | null = null;
  /** True when the server sent more than its agreement before TLS: an injection (RFC 3207 section 6). */
  injected = false;
  /** Whether the last EHLO offered AUTH. */
  offersAuth = false;

  constructor(transcript: ConnectionTranscript) {
    this.#transcript = transcript;
  }

  /** The logger to give to nodemailer, together with `transactionLog`. */
  readonly logger = {
    trace: (entry: unknown, message?: unknown): void => this.#record(entry, message),
    debug: (entry: unknown, message?: unknown): void => this.#record(entry, message),
    info: (entry: unknown, message?: unknown): void => this.#record(entry, message),
    warn: (entry: unknown, message?: unknown): void => this.#record(entry, message),
    error: (entry: unknown, message?: unknown): void => this.#record(entry, message),
    fatal: (entry: unknown, message?: unknown): void => this.#record(entry, message),
  };

  /** The recipients answered in the present transaction, in the order asked. */
  get recipients(): readonly RecipientReply[] {
    return [...this.#recipients.values()];
  }

  /** Forgets the last message's recipients. */
  beginMessage(): void {
    this.#recipients = new Map();
  }

  #record(entry: unknown, message: unknown): void {
    if (typeof entry !== 'object' || entry === null) return;
    const { tnx, discarded }: LogEntry = entry;
    if (discarded !== undefined) this.injected = true;
    if (typeof message !== 'string') return;
    if (tnx === 'client') this.#sent(message);
    if (tnx === 'server') this.#received(message);
  }

  #sent(line: string): void {
    if (/^MAIL FROM:/i.test(line)) this.#transcript.phase('transfer');
    if (/^QUIT$/i.test(line)) this.#transcript.phase('close');
    const begins = /^AUTH /i.test(line);
    this.#transcript.sent(this.#authenticating && !begins ? 'AUTH-DATA' : line);
    if (begins) this.#authenticating = true;
    if (this.#expected.length < maximumExpected) this.#expected.push(line);
  }

  #received(raw: string): void {
    for (const line of raw.split(/\r?\n/).slice(0, 100)) this.#transcript.received(line);
    const command = this.#greeted ? this.#expected.shift() : undefined;
    this.#greeted = true;
    const reply = parseSmtpReply(raw);
    if (command === undefined || reply === null) return;
    if (this.#authenticating && reply.code !== 334) this.#authenticating = false;
    if (/^EHLO /i.test(command)) this.#readExtensions(raw);
    if (/^DATA$/i.test(command) && reply.code < 400) this.#expected.push(afterData);
    const recipient = /^RCPT TO:<(.*?)>/i.exec(command)?.[1];
    if (recipient !== undefined)
      this.#recipients.set(recipient, {
        recipient,
        status: reply.code < 300 ? 'accepted' : isTransient(reply) ? 'deferred' : 'refused',
        reply: reply.text,
      });
  }

  #readExtensions(raw: string): void {
    const size = /^250[ -]SIZE[ \t]+(\d{1,15})\s*$/im.exec(raw)?.[1];
    this.limitBytes = size === undefined || Number(size) === 0 ? null : Number(size);
    this.offersAuth = /^250[ -]AUTH[ =]/im.test(raw);
  }
}
