import { describe, expect, it } from 'vitest';
import {
  defaultRetrySchedule,
  longestPauseMs,
  nextAttemptAt,
} from '../../../../main/engine/outbox/retrySchedule.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const later = { retry: 'later' } as const;
const at = (
  attempts: number,
  now: number,
  random = 0.5,
  error: { retry: 'later' | 'afterChange' } = later,
): number | null => nextAttemptAt(defaultRetrySchedule, { attempts, since: 0, now, error, random });

describe('the next attempt', () => {
  it.each([
    [1, 1], [2, 5], [3, 15], [4, 30], [5, 30], [100, 30],
  ])('after attempt %i: %i minutes', (attempts, minutes) => expect(at(attempts, 1000)).toBe(1000 + minutes * minute)); // prettier-ignore

  it('is spread by a tenth', () => {
    expect([at(4, 0, 0), at(4, 0, 0.9999999)]).toEqual([27 * minute, 33 * minute]);
    expect(longestPauseMs(defaultRetrySchedule)).toBeGreaterThanOrEqual(33 * minute);
    expect(longestPauseMs(defaultRetrySchedule)).toBeLessThan(34 * minute);
  });

  it('takes the longest pause where only the person can help', () =>
    expect(at(1, 0, 0.5, { retry: 'afterChange' })).toBe(30 * minute));

  it('falls on the end of the fifth day at the latest, then never', () => {
    expect([at(200, 5 * day - minute), at(200, 5 * day), at(1, 9 * day)]).toEqual([5 * day, null, null]);
  });
});
