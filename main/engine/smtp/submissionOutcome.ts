import { MailError, type MailErrorData, type ServerSettings } from '../../../preload/contract/index.ts';
import { mapConnectError } from '../net/mapConnectError.ts';
import { smtpReplyError, type SmtpStep } from './smtpErrors.ts';
import { SmtpRefusal } from './SmtpRefusal.ts';
import { isTransient, parseSmtpReply, type SmtpReply } from './smtpReply.ts';
import type { MessageEnvelope, RecipientReply, SubmissionOutcome } from './submission.ts';
import { PipeliningLie } from './transact.ts';

type FailedOutcome = Exclude<SubmissionOutcome, { readonly kind: 'accepted' | 'partlyRefused' }>;

/** The final 2xx came: accepted, or partly when not every RCPT TO was. */
export function acceptedOutcome(
  response: string,
  recipients: readonly RecipientReply[],
  server: ServerSettings,
): SubmissionOutcome {
  const left = recipients.filter(({ status }) => status !== 'accepted');
  const first = left.find(({ status }) => status === 'refused') ?? left[0];
  return first === undefined
    ? { kind: 'accepted', response, recipients }
    : { kind: 'partlyRefused', response, recipients, error: recipientError(first, server) };
}

/**
 * What a failure means for the message:
 * - a reply of the server decides, whenever it came: 5xx to the transaction `refused`, 4xx `deferred`;
 *   5xx to the connection or the login `deferred`, for the message is not at fault;
 * - every recipient turned away: `refused` only when each one was for good;
 * - no reply: before the final dot `deferred`, after it `uncertain`.
 */
export function failedOutcome(
  error: unknown,
  context: {
    readonly handedOver: boolean;
    readonly recipients: readonly RecipientReply[];
    readonly server: ServerSettings;
    readonly envelope: MessageEnvelope;
  },
): FailedOutcome {
  const { handedOver, recipients, server, envelope } = context;
  const { reply, step } = replyOf(error);
  const turnedAway = recipients.length > 0 && recipients.every(({ status }) => status !== 'accepted');
  const inTransaction = step !== 'connect' && step !== 'starttls' && step !== 'auth';
  if (reply !== null && (inTransaction || handedOver)) {
    const at = handedOver ? 'message' : step;
    const subject = at === 'mail' ? envelope.from : undefined;
    const refusedForGood = recipients.find(({ status }) => status === 'refused');
    if (at === 'rcpt' && turnedAway) {
      const deferred = recipients.find(({ status }) => status === 'deferred');
      return deferred === undefined
        ? { kind: 'refused', recipients, error: recipientError(refusedForGood ?? recipients[0], server) }
        : { kind: 'deferred', recipients, error: recipientError(deferred, server) };
    }
    const kind = isTransient(reply) ? 'deferred' : 'refused';
    const data = smtpReplyError(reply, at, server, subject).data;
    // "Log in first" is about the connection, not the message.
    if (kind === 'refused' && data.code.startsWith('auth.'))
      return { kind: 'deferred', recipients: [], error: data };
    // What an accepted RCPT promised is void with the message; a refused one stays refused.
    return { kind, recipients: recipients.filter(({ status }) => status === 'refused'), error: data };
  }
  const data = connectionError(error, server).data;
  if (handedOver) {
    const message = `no answer after the message was handed over: ${data.message}`;
    const unknown = new MailError('smtp.outcomeUnknown', message, {
      scope: 'message',
      host: server.host.slice(0, 253),
      port: server.port,
      cause: error,
    });
    return {
      kind: 'uncertain',
      recipients: recipients.filter(({ status }) => status === 'refused'),
      error: unknown.data,
    };
  }
  if (data.code === 'smtp.tooLarge' || data.code === 'address.invalid')
    return { kind: 'refused', recipients: [], error: data };
  return { kind: 'deferred', recipients: [], error: data };
}

/** Any failure to connect, secure or log in as a MailError. */
export function connectionError(error: unknown, server: ServerSettings): MailError {
  const { reply, step } = replyOf(error);
  if (reply !== null && !(error instanceof MailError)) return smtpReplyError(reply, step, server);
  const mapped = mapConnectError(error, server);
  if (mapped !== null) return mapped;
  const where = {
    scope: 'connection',
    host: server.host.slice(0, 253),
    port: server.port,
    cause: error,
  } as const;
  if (error instanceof PipeliningLie)
    return new MailError('network.closed', 'the server lost commands it was sent together', where);
  const message = error instanceof Error ? error.message : String(error);
  return new MailError('unexpected', message, { ...where, retry: 'later' });
}

function recipientError(reply: RecipientReply | undefined, server: ServerSettings): MailErrorData {
  const parsed = parseSmtpReply(reply?.reply ?? '') ?? { code: 550, enhanced: '', text: reply?.reply ?? '' };
  return smtpReplyError(parsed, 'rcpt', server, reply?.recipient).data;
}

const replyOf = (error: unknown): { readonly reply: SmtpReply | null; readonly step: SmtpStep } =>
  error instanceof SmtpRefusal ? error : { reply: null, step: 'connect' };
