import type { RecipientOutcome } from '../smtp/SmtpClientProtocol.ts';

/** When to try again, and when to stop. */
export interface RetrySchedule {
  readonly retryMs: number;
  /** Counted from the moment the message was queued. */
  readonly giveUpAfterMs: number;
}

/** RFC 5321 section 4.5.4.1: retry after at least 30 minutes, give up after 4 to 5 days. */
export const STANDARD_SCHEDULE: RetrySchedule = { retryMs: 30 * 60_000, giveUpAfterMs: 5 * 24 * 3_600_000 };

/** One message to one domain, waiting to be relayed there. */
export interface QueuedMessage {
  readonly id: string;
  readonly sender: string;
  readonly domain: string;
  readonly recipients: readonly string[];
  readonly source: Buffer;
  readonly queuedAtMs: number;
  readonly attempts: number;
  readonly nextAttemptAtMs: number;
  /** In words, from the last attempt that did not work. */
  readonly lastError: string | undefined;
  readonly state: 'waiting' | 'sending';
  /** What the sender wants to be told of (RFC 3461 section 4.1). */
  readonly notify: { readonly failure: boolean; readonly success: boolean };
}

/** A recipient's end: what the sender's report says of it. */
export interface FinalOutcome {
  readonly recipient: string;
  readonly action: 'failed' | 'relayed' | 'delivered';
  /** The server's reply or the cause in words. */
  readonly text: string;
  /** Whether time ran out, as opposed to a plain no. */
  readonly expired: boolean;
}

/** The message as it stays in the queue, if it does, and what is final about it. */
export const settleAttempt = (
  message: QueuedMessage,
  outcomes: readonly RecipientOutcome[],
  schedule: RetrySchedule,
  nowMs: number,
): { readonly remaining: QueuedMessage | undefined; readonly final: readonly FinalOutcome[] } => {
  const deferred = outcomes.filter((outcome) => outcome.result === 'deferred');
  const expired = nowMs - message.queuedAtMs >= schedule.giveUpAfterMs;
  const final = outcomes
    .filter((outcome) => expired || outcome.result !== 'deferred')
    .map(({ recipient, result, text }): FinalOutcome => ({
      recipient,
      action: result === 'accepted' ? 'relayed' : 'failed',
      text,
      expired: result === 'deferred',
    }));
  const stays = deferred.length > 0 && !expired;
  // The last attempt happens when time is up, not a whole interval later.
  const nextAttemptAtMs = Math.min(nowMs + schedule.retryMs, message.queuedAtMs + schedule.giveUpAfterMs);
  return {
    final,
    remaining: stays
      ? {
          ...message,
          recipients: deferred.map((outcome) => outcome.recipient),
          attempts: message.attempts + 1,
          nextAttemptAtMs: Math.max(nextAttemptAtMs, nowMs),
          lastError: deferred[0]?.text,
          state: 'waiting',
        }
      : undefined,
  };
};

/** The messages that may go now, by domain. A domain that is being served already waits its turn. */
export const dueByDomain = (
  messages: readonly QueuedMessage[],
  busyDomains: ReadonlySet<string>,
  nowMs: number,
): ReadonlyMap<string, readonly QueuedMessage[]> => {
  const due = messages.filter(
    (message) =>
      message.state === 'waiting' && message.nextAttemptAtMs <= nowMs && !busyDomains.has(message.domain),
  );
  const domains = [...new Set(due.map((message) => message.domain))];
  return new Map(domains.map((domain) => [domain, due.filter((message) => message.domain === domain)]));
};
