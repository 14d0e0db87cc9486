import { MailError, type ErrorCode, type ServerSettings } from '../../../preload/contract/index.ts';
import { deliveryCause } from '../reports/deliveryCause.ts';
import { isTransient, type SmtpReply } from './smtpReply.ts';

/** What the server was answering. */
export type SmtpStep = 'connect' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'message';

/** Enhanced codes (RFC 3463, RFC 4954, RFC 5321, RFC 7372) that say the same at any step. */
const byEnhancedCode: Readonly<Record<string, ErrorCode>> = {
  '5.1.0': 'smtp.recipientRefused',
  '5.1.1': 'smtp.recipientRefused',
  '5.1.2': 'smtp.recipientRefused',
  '5.1.3': 'smtp.recipientRefused',
  '5.1.4': 'smtp.recipientRefused',
  '5.1.6': 'smtp.recipientRefused',
  '5.1.7': 'smtp.senderRefused',
  '5.1.8': 'smtp.senderRefused',
  '5.1.10': 'smtp.recipientRefused',
  '5.2.0': 'smtp.recipientRefused',
  '5.2.1': 'smtp.recipientRefused',
  '5.2.2': 'smtp.recipientRefused',
  '5.2.3': 'smtp.tooLarge',
  '5.3.4': 'smtp.tooLarge',
  '5.4.4': 'smtp.recipientRefused',
  '5.7.60': 'smtp.senderRefused',
};

/** Codes about being let in; they may answer MAIL FROM as well as AUTH (RFC 4954 section 6). */
const byAuthCode: Readonly<Record<number, ErrorCode>> = {
  432: 'auth.refused',
  454: 'auth.unavailable',
  500: 'auth.mechanism',
  501: 'auth.mechanism',
  502: 'auth.mechanism',
  503: 'auth.mechanism',
  504: 'auth.mechanism',
  530: 'auth.refused',
  534: 'auth.refused',
  535: 'auth.wrongPassword',
  538: 'auth.mechanism',
};

const permanentByStep: Readonly<Record<SmtpStep, ErrorCode>> = {
  connect: 'mail.refused',
  starttls: 'tls.notOffered',
  auth: 'auth.refused',
  mail: 'smtp.senderRefused',
  rcpt: 'smtp.recipientRefused',
  data: 'smtp.messageRefused',
  message: 'smtp.messageRefused',
};

/** The error code for a reply that is not a success, by the step it answers. */
export function smtpErrorCode(reply: SmtpReply, step: SmtpStep): ErrorCode {
  if (step === 'starttls') return 'tls.notOffered';
  const letIn = own(byAuthCode, reply.code);
  if (step === 'auth') return letIn ?? (isTransient(reply) ? 'auth.unavailable' : 'auth.refused');
  if (isTransient(reply)) return 'smtp.deferred';
  if (reply.code === 530 || reply.code === 535 || reply.code === 538) return letIn ?? 'auth.refused';
  const known = own(byEnhancedCode, reply.enhanced);
  if (known !== undefined) return known;
  // 552 answers MAIL FROM when SIZE is too large (RFC 1870 section 6.1), the message when the server stopped counting.
  if (reply.code === 552 && step !== 'rcpt') return 'smtp.tooLarge';
  return permanentByStep[step];
}

/** A reply as the error a person reads; `subject` is the address or limit it is about. */
export function smtpReplyError(
  reply: SmtpReply,
  step: SmtpStep,
  server: Pick<ServerSettings, 'host' | 'port'>,
  subject?: string,
): MailError {
  const code = smtpErrorCode(reply, step);
  const reason = code.startsWith('smtp.') ? deliveryCause(reply.enhanced, reply.text) : 'unspecified';
  return new MailError(code, `the server answered ${reply.code} to ${step}`, {
    scope: step === 'connect' || step === 'starttls' || step === 'auth' ? 'connection' : 'message',
    ...(isTransient(reply) ? { retry: 'later' } : {}),
    host: server.host.slice(0, 253),
    port: server.port,
    serverReply: reply.text,
    ...(reason === 'unspecified' ? {} : { reason }),
    ...(subject === undefined ? {} : { subject: subject.slice(0, 2000) }),
  });
}

function own<K extends string | number, V>(table: Readonly<Record<K, V>>, key: K): V | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
