import type { MailErrorData } from '../../../preload/contract/index.ts';

/** Where the exact bytes of a message are: in memory, or in a file that is read while it is sent. */
export type MessageSource =
  { readonly bytes: Uint8Array } | { readonly path: string; readonly sizeBytes: number };

/** Who gets it (RFC 5321 section 3.3): bare addresses, as the person saw them. */
export interface MessageEnvelope {
  readonly from: string;
  readonly to: readonly string[];
  /** Named by delivery reports (ENVID, RFC 3461 section 4.4), where the server offers that. */
  readonly id?: string;
}

/** What the server answered to one RCPT TO. */
export interface RecipientReply {
  readonly recipient: string;
  readonly status: 'accepted' | 'deferred' | 'refused';
  readonly reply: string;
}

export interface SubmissionRequest {
  readonly envelope: MessageEnvelope;
  readonly source: MessageSource;
  readonly signal: AbortSignal;
  /**
   * Called once, after the last byte of the body and before the final dot: the server cannot have taken the message
   * until this resolves. What must be durable before that belongs here. A rejection stops the message for good.
   */
  readonly beforeHandover: () => Promise<void>;
}

/**
 * How one attempt ended. `recipients` holds the servers' answers as far as any came:
 * - `accepted`: for every recipient of the envelope.
 * - `partlyRefused`: taken for some; the others were refused or deferred, each with its reply.
 * - `refused`: a permanent no (5xx) to the sender, every recipient or the message; nothing was taken.
 * - `deferred`: nothing was taken, and another attempt may succeed (4xx, or any failure before the final dot).
 * - `uncertain`: the final dot may have reached the server and no answer came.
 */
export type SubmissionOutcome =
  | {
      readonly kind: 'accepted';
      readonly response: string;
      readonly recipients: readonly RecipientReply[];
    }
  | {
      readonly kind: 'partlyRefused';
      readonly response: string;
      readonly recipients: readonly RecipientReply[];
      readonly error: MailErrorData;
    }
  | {
      readonly kind: 'refused' | 'deferred' | 'uncertain';
      readonly recipients: readonly RecipientReply[];
      readonly error: MailErrorData;
    };

/** One account's sending connection: opened by the first message, kept for the next ones, until `close`. */
export interface Submission {
  /** Never rejects: every failure is an outcome. One message at a time. */
  submit(request: SubmissionRequest): Promise<SubmissionOutcome>;
  close(): Promise<void>;
}
