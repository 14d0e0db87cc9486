import { MailError, type MailErrorData, type ServerSettings } from '../../../preload/contract/index.ts';
import { mapConnectError } from '../net/mapConnectError.ts';
import { smtpReplyError, type SmtpStep } from './smtpErrors.ts';
import { isTransient, parseSmtpReply, type SmtpReply } from './smtpReply.ts';
import type { MessageEnvelope, RecipientReply, SubmissionOutcome } from './submission.ts';

type FailedOutcome = Exclude<SubmissionOutcome, { readonly kind: 'accepted' | 'partlyRefused' }>;

const steps: Readonly<Record<string, SmtpStep>> = {
  STARTTLS: 'starttls',
  'MAIL FROM': 'mail',
  'RCPT TO': 'rcpt',
  DATA: 'data',
};

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
  if (data.code === 'smtp.tooLarge') return { kind: 'refused', recipients: [], error: data };
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
  const { code, message } = nodemailerFields(error);
  switch (code) {
    case 'ETLS':
      return new MailError('tls.handshake', message, where);
    case 'EAUTH':
      return new MailError('auth.refused', message, where);
    case 'EPROTOCOL':
      return new MailError('protocol.garbage', message, where);
    case 'EENVELOPE':
      return new MailError('address.invalid', message, where);
    case 'ECONNECTION':
    case 'ESOCKET':
      return new MailError('network.closed', message, where);
    default:
      return new MailError('unexpected', message, { ...where, retry: 'later' });
  }
}

function recipientError(reply: RecipientReply | undefined, server: ServerSettings): MailErrorData {
  const parsed = parseSmtpReply(reply?.reply ?? '') ?? { code: 550, enhanced: '', text: reply?.reply ?? '' };
  return smtpReplyError(parsed, 'rcpt', server, reply?.recipient).data;
}

function replyOf(error: unknown): { readonly reply: SmtpReply | null; readonly step: SmtpStep } {
  const { response, command } = nodemailerFields(error);
  const reply = parseSmtpReply(response);
  if (command.startsWith('AUTH')) return { reply, step: 'auth' };
  const step = Object.hasOwn(steps, command) ? (steps[command] ?? 'connect') : 'connect';
  // Only a refusal decides; an unexpected 2xx is no answer to what was asked.
  return { reply: reply !== null && reply.code >= 400 ? reply : null, step };
}

/** The fields nodemailer puts on its errors, as far as they are what they should be. */
function nodemailerFields(error: unknown): {
  readonly code: string;
  readonly message: string;
  readonly response: string;
  readonly command: string;
} {
  const message = error instanceof Error ? error.message : String(error);
  const text = (key: 'code' | 'response' | 'command'): string => {
    if (typeof error !== 'object' || error === null || !(key in error)) return '';
    const value: unknown = (error as Readonly<Record<string, unknown>>)[key];
    return typeof value === 'string' ? value : '';
  };
  return { code: text('code'), message, response: text('response'), command: text('command') };
}
