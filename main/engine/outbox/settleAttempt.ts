import {
  MailError,
  type EpochMs,
  type MailErrorData,
  type RecipientResult,
} from '../../../preload/contract/index.ts';
import type { SubmissionOutcome } from '../smtp/submission.ts';
import type { OutboxEvent } from './outboxStates.ts';
import type { OutboxProgress } from './outboxRecords.ts';
import { nextAttemptAt, type RetrySchedule } from './retrySchedule.ts';

export interface Settlement {
  readonly event: OutboxEvent;
  readonly recipients: RecipientResult[];
  readonly notice: OutboxProgress['notice'];
}

/** Those the next attempt is for: an accepted recipient never gets it twice, a refused one is not asked again. */
export const openRecipients = (recipients: readonly RecipientResult[]): RecipientResult[] =>
  recipients.filter(({ status }) => status === 'pending' || status === 'deferred');

/**
 * What an attempt's outcome means, recipient by recipient (replies first, then the message's fate for the others):
 *
 *   some accepted | some refused | some open  -> event
 *   any           | any          | yes        -> deferred; past the time: gaveUp, or partlyRefused when some have it
 *   yes           | no           | no         -> accepted
 *   yes           | yes          | no         -> partlyRefused
 *   no            | yes          | no         -> refused
 *   uncertain, whatever the others            -> outcomeLost; the open ones stay pending
 */
export function settleAttempt(
  progress: Pick<OutboxProgress, 'recipients' | 'attempts' | 'tryingSince' | 'notice'>,
  outcome: SubmissionOutcome,
  at: { readonly now: EpochMs; readonly random: number; readonly schedule: RetrySchedule },
): Settlement {
  const { now } = at;
  const recipients = mergeReplies(progress.recipients, outcome);
  const { notice } = progress;
  if (outcome.kind === 'uncertain')
    return { event: { name: 'outcomeLost', at: now, error: outcome.error }, recipients, notice };
  const some = (status: RecipientResult['status']): boolean =>
    recipients.some((recipient) => recipient.status === status);
  const error = 'error' in outcome ? outcome.error : unknownRefusal;
  if (openRecipients(recipients).length > 0) {
    const { attempts, tryingSince } = progress;
    const until = nextAttemptAt(at.schedule, { attempts, since: tryingSince, now, error, random: at.random });
    if (until !== null) return { event: { name: 'deferred', until, error }, recipients, notice };
    const name = some('accepted') ? 'partlyRefused' : 'gaveUp';
    return { event: { name, at: now, error: gaveUpError(error) }, recipients, notice: 'due' };
  }
  if (!some('refused')) return { event: { name: 'accepted', at: now }, recipients, notice };
  return {
    event: { name: some('accepted') ? 'partlyRefused' : 'refused', at: now, error },
    recipients,
    notice,
  };
}

/** An uncertain message turned out to have left: whoever was not refused has it. */
export function settleAsSent(
  progress: Pick<OutboxProgress, 'recipients'>,
  now: EpochMs,
): Omit<Settlement, 'notice'> {
  const recipients = progress.recipients.map((recipient) =>
    recipient.status === 'refused' ? recipient : { ...recipient, status: 'accepted' as const },
  );
  const refused = recipients.find(({ status }) => status === 'refused');
  return refused === undefined
    ? { event: { name: 'accepted', at: now }, recipients }
    : { event: { name: 'partlyRefused', at: now, error: refusalOf(refused) }, recipients };
}

function mergeReplies(before: readonly RecipientResult[], outcome: SubmissionOutcome): RecipientResult[] {
  const replies = new Map(outcome.recipients.map((reply) => [reply.recipient, reply]));
  const fate = outcome.kind === 'refused' || outcome.kind === 'deferred' ? outcome.kind : null;
  const words = 'error' in outcome ? (outcome.error.serverReply ?? '') : '';
  const open = new Set(openRecipients(before));
  return before.map((recipient) => {
    if (!open.has(recipient)) return recipient;
    const own = replies.get(recipient.recipient.address);
    if (own !== undefined) return { ...recipient, status: own.status, reply: own.reply };
    return fate === null ? recipient : { ...recipient, status: fate, reply: words };
  });
}

const unknownRefusal: MailErrorData = new MailError('smtp.recipientRefused', 'refused', { scope: 'message' })
  .data;

const refusalOf = (recipient: RecipientResult): MailErrorData =>
  new MailError('smtp.recipientRefused', 'refused', {
    scope: 'message',
    serverReply: recipient.reply,
    subject: recipient.recipient.address,
  }).data;

function gaveUpError(last: MailErrorData): MailErrorData {
  const { serverReply, host, port, subject, reason } = last;
  return new MailError('smtp.gaveUp', `given up; last: ${last.code}: ${last.message}`, {
    scope: 'message',
    ...(serverReply === undefined ? {} : { serverReply }),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(subject === undefined ? {} : { subject }),
    ...(reason === undefined ? {} : { reason }),
  }).data;
}
