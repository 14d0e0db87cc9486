import type { EpochMs, MailErrorData } from '../../../preload/contract/index.ts';

export interface RetrySchedule {
  /** Pause after the first, second, … attempt; the last one repeats. */
  readonly delaysMs: readonly number[];
  /** Share by which a pause is made longer or shorter at random, so that many clients do not come back at once. */
  readonly jitter: number;
  readonly giveUpAfterMs: number;
}

const minuteMs = 60_000;

/** Soon, then about every 30 minutes, for 5 days (RFC 5321 section 4.5.4.1). */
export const defaultRetrySchedule: RetrySchedule = {
  delaysMs: [minuteMs, 5 * minuteMs, 15 * minuteMs, 30 * minuteMs],
  jitter: 0.1,
  giveUpAfterMs: 5 * 24 * 60 * minuteMs,
};

/**
 * When to try again after `attempts` attempts, or null to give up. The last attempt falls on the end of the time.
 * What only the person can change (a password, a certificate) is tried at the longest pause from the start: a server
 * may lock an account after a few wrong logins.
 */
export function nextAttemptAt(
  schedule: RetrySchedule,
  attempt: {
    readonly attempts: number;
    /** Since when it has been tried: the give-up time counts from here. */
    readonly since: EpochMs;
    readonly now: EpochMs;
    readonly error: Pick<MailErrorData, 'retry'>;
    /** 0 up to 1. */
    readonly random: number;
  },
): EpochMs | null {
  const { attempts, since, now, error, random } = attempt;
  const end = since + schedule.giveUpAfterMs;
  if (now >= end) return null;
  const last = schedule.delaysMs.length - 1;
  const index = error.retry === 'afterChange' ? last : Math.min(Math.max(attempts - 1, 0), last);
  const delay = (schedule.delaysMs[index] ?? minuteMs) * (1 + schedule.jitter * (2 * random - 1));
  return Math.round(Math.min(now + delay, end));
}

/** The longest pause there can be: a time further away than this comes from a clock that was set back. */
export const longestPauseMs = (schedule: RetrySchedule): number =>
  Math.ceil(Math.max(...schedule.delaysMs, minuteMs) * (1 + schedule.jitter));
