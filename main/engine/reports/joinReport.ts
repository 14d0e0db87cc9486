import type { RecipientReport } from '../../../preload/contract/index.ts';
import type { DeliveryReport } from './readDeliveryReport.ts';

/** A message that really was sent from here. */
export interface SentMessage<Id> {
  readonly id: Id;
  /** Without brackets. */
  readonly messageId: string;
  readonly subject: string;
  readonly recipients: readonly string[];
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
}

export interface JoinedReport<Id> {
  readonly id: Id;
  /** Each for one of the message's recipients, by its address as it was written to. */
  readonly recipients: readonly RecipientReport[];
}

const dayMs = 24 * 60 * 60 * 1000;
/** Servers give up after five days or so; a report comes soon after. */
const longestWaitMs = 8 * dayMs;
/** Clocks differ. */
const clockSlackMs = 2 * 60 * 60 * 1000;

/**
 * Which sent message a report is about, and for whom; null when it is none of ours. In this order: the envelope id,
 * the Message-ID of the returned message, those the report answers to; and only where it names no message at all, the
 * one message sent lately to a recipient it names. A report that names a message we never sent joins nothing.
 */
export function joinReport<Id>(
  report: DeliveryReport,
  sent: readonly SentMessage<Id>[],
  now: number,
): JoinedReport<Id> | null {
  const byId = new Map(sent.map((message) => [message.messageId, message]));
  const named = [report.envelopeId, ...report.messageIds].flatMap((id) =>
    id === null ? [] : [byId.get(id) ?? byId.get(id.toLowerCase())],
  );
  const message = named.find((one) => one !== undefined) ?? byRecipient(report, sent, now);
  if (message === undefined) return null;
  const recipients = recipientsOf(report, message.recipients);
  return recipients.length === 0 ? null : { id: message.id, recipients };
}

function byRecipient<Id>(
  report: DeliveryReport,
  sent: readonly SentMessage<Id>[],
  now: number,
): SentMessage<Id> | undefined {
  if (report.returnsMessage) return undefined;
  const at = Math.min(report.at ?? now, now);
  const addresses = new Set(report.recipients.map(({ address }) => address.toLowerCase()));
  const candidates = sent.filter(
    ({ recipients, sentAt }) =>
      sentAt <= at + clockSlackMs &&
      sentAt >= at - longestWaitMs &&
      recipients.some((recipient) => addresses.has(recipient.toLowerCase())),
  );
  if (candidates.length <= 1) return candidates[0];
  // Several went there: only what the report says of the subject can choose.
  const sameSubject =
    report.subject === '' ? [] : candidates.filter(({ subject }) => subject === report.subject);
  return sameSubject.length === 1 ? sameSubject[0] : undefined;
}

function recipientsOf(report: DeliveryReport, written: readonly string[]): RecipientReport[] {
  const joined = new Map<string, RecipientReport>();
  for (const one of report.recipients) {
    const address = written.find((recipient) => recipient.toLowerCase() === one.address.toLowerCase());
    const before = address === undefined ? undefined : joined.get(address);
    if (address !== undefined && (before === undefined || before.action !== 'failed'))
      joined.set(address, { ...one, address });
  }
  const [only] = written;
  const [first] = report.recipients;
  // A redirected address comes back as where it was redirected to: with one recipient there is no doubt whose it is.
  if (joined.size === 0 && written.length === 1 && only !== undefined && first !== undefined)
    joined.set(only, { ...first, address: only });
  return [...joined.values()];
}
