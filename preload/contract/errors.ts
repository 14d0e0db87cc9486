import { z } from 'zod';
import { DeliveryCause } from './model/report.ts';

/** Everything that can go wrong, as a closed list. The words for each, in every language, are in the renderer's catalogues. */
export const ErrorCode = z.enum([
  // the contract itself
  'invalidRequest',
  'unknownMethod',
  'cancelled',
  'deadlineExceeded',
  'disconnected',
  'notSupported',
  'unexpected',
  // reaching a server
  'network.hostNotFound',
  'network.refused',
  'network.timeout',
  'network.unreachable',
  'network.closed',
  'tls.selfSigned',
  'tls.expired',
  'tls.wrongHost',
  'tls.untrusted',
  'tls.changed',
  'tls.handshake',
  'tls.notOffered',
  // being let in
  'auth.wrongPassword',
  'auth.refused',
  'auth.mechanism',
  'auth.unavailable',
  'secret.missing',
  'secret.locked',
  // understanding it
  'protocol.garbage',
  'protocol.tooLarge',
  'protocol.unexpected',
  // mail
  'mail.folderNotFound',
  'mail.folderExists',
  'mail.messageGone',
  'mail.uidValidityChanged',
  'mail.readOnly',
  'mail.overQuota',
  'mail.refused',
  'mail.inUse',
  // sending
  'smtp.senderRefused',
  'smtp.recipientRefused',
  'smtp.messageRefused',
  'smtp.tooLarge',
  'smtp.deferred',
  'smtp.outcomeUnknown',
  'smtp.gaveUp',
  'address.invalid',
  // this computer
  'store.diskFull',
  'store.ioError',
  'store.corrupt',
  'store.locked',
  'account.unknown',
  'account.exists',
  'draft.unknown',
  'outbox.unknown',
  'outbox.wrongState',
  'blob.unknown',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** A server's certificate, for the person to judge. */
export const CertificateInfo = z.strictObject({
  subject: z.string().max(2000),
  issuer: z.string().max(2000),
  validFrom: z.string().max(100),
  validTo: z.string().max(100),
  /** SHA-256 of the DER, lower-case hex. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  hostnames: z.array(z.string().max(253)).max(100),
});
export type CertificateInfo = z.infer<typeof CertificateInfo>;

/** A failure as it crosses the contract. */
export const MailErrorData = z.strictObject({
  code: ErrorCode,
  /** What is affected. */
  scope: z.enum(['request', 'connection', 'account', 'folder', 'message', 'app']),
  /** `later`: by itself; `never`: it would fail again; `afterChange`: when the person changed something. */
  retry: z.enum(['later', 'never', 'afterChange']),
  /** For the log and the curious; English, no secret, no body. */
  message: z.string().max(2000),
  host: z.string().max(253).optional(),
  port: z.number().int().optional(),
  /** The server's own words. */
  serverReply: z.string().max(2000).optional(),
  /** What a server's refusal comes down to, where its code or words tell. */
  reason: DeliveryCause.optional(),
  certificate: CertificateInfo.optional(),
  /** The address or file or folder the failure is about. */
  subject: z.string().max(2000).optional(),
});
export type MailErrorData = z.infer<typeof MailErrorData>;

const retryDefaults: Partial<Record<ErrorCode, MailErrorData['retry']>> = {
  disconnected: 'later',
  deadlineExceeded: 'later',
  'network.refused': 'later',
  'network.timeout': 'later',
  'network.unreachable': 'later',
  'network.closed': 'later',
  'auth.unavailable': 'later',
  'smtp.deferred': 'later',
  'mail.inUse': 'later',
  'network.hostNotFound': 'later',
  'tls.selfSigned': 'afterChange',
  'tls.expired': 'afterChange',
  'tls.wrongHost': 'afterChange',
  'tls.untrusted': 'afterChange',
  'tls.changed': 'afterChange',
  'tls.notOffered': 'afterChange',
  'auth.wrongPassword': 'afterChange',
  'auth.refused': 'afterChange',
  'auth.mechanism': 'afterChange',
  'secret.missing': 'afterChange',
  'secret.locked': 'afterChange',
  'store.diskFull': 'afterChange',
};

/** The one error that engines throw and calls reject with. `data` crosses the wire; `cause` stays for the log. */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly data: MailErrorData;

  constructor(
    code: ErrorCode,
    message: string,
    details: Partial<Omit<MailErrorData, 'code' | 'message' | 'cause'>> & {
      readonly cause?: unknown;
      readonly reason?: DeliveryCause | undefined;
    } = {},
  ) {
    const { cause, reason, ...rest } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.data = {
      scope: 'request',
      retry: retryDefaults[code] ?? 'never',
      ...rest,
      code,
      message: message.slice(0, 2000),
      ...(reason === undefined ? {} : { reason }),
      ...(rest.serverReply === undefined ? {} : { serverReply: rest.serverReply.slice(0, 2000) }),
    };
  }

  get code(): ErrorCode {
    return this.data.code;
  }

  static from(data: MailErrorData): MailError {
    return new MailError(data.code, data.message, data);
  }
}

/** Any thrown value as error data: a MailError's own, an abort as `cancelled`, anything else as `unexpected`. */
export function toErrorData(error: unknown): MailErrorData {
  if (error instanceof MailError) return error.data;
  if (error instanceof Error && error.name === 'AbortError')
    return new MailError('cancelled', 'cancelled').data;
  const message = error instanceof Error ? error.message : String(error);
  return new MailError('unexpected', message).data;
}
