import { describe, expect, it } from 'vitest';
import { MailError, type RecipientResult } from '../../../../preload/contract/index.ts';
import { defaultRetrySchedule } from '../../../../main/engine/outbox/retrySchedule.ts';
import { openRecipients, settleAsSent, settleAttempt } from '../../../../main/engine/outbox/settleAttempt.ts';
import type { RecipientReply, SubmissionOutcome } from '../../../../main/engine/smtp/submission.ts';

type Status = RecipientResult['status'];
const people = (statuses: string): RecipientResult[] =>
  statuses.split(' ').map((text) => {
    const [name = '', status] = text.split(':');
    return {
      recipient: { name: '', address: `${name}@x.test` },
      kind: 'to',
      status: status as Status,
      reply: '',
    };
  });
const replies = (statuses: string): RecipientReply[] =>
  statuses === '' ? [] : people(statuses).map(({ recipient, status }) => ({
    recipient: recipient.address, status: status as RecipientReply['status'], reply: '250 x',
  })); // prettier-ignore
const error = new MailError('smtp.deferred', 'said so', { serverReply: '451 later' }).data;

const run = (before: string, kind: SubmissionOutcome['kind'], answered: string, now = 0): string => {
  const recipients = replies(answered);
  const outcome: SubmissionOutcome =
    kind === 'accepted'
      ? { kind, response: '250 ok', recipients }
      : kind === 'partlyRefused'
        ? { kind, response: '250 ok', recipients, error }
        : { kind, recipients, error };
  const settled = settleAttempt(
    { recipients: people(before), attempts: 1, tryingSince: 0, notice: 'none' },
    outcome,
    { now, random: 0.5, schedule: defaultRetrySchedule },
  );
  const shown = settled.recipients.map(({ recipient, status }) => `${recipient.address[0] ?? ''}:${status}`);
  return [settled.event.name, settled.notice, ...shown].join(' ');
};

const end = defaultRetrySchedule.giveUpAfterMs;

describe('what an outcome means, recipient by recipient', () => {
  it.each<readonly [string, SubmissionOutcome['kind'], string, number, string]>([
    ['a:pending b:pending', 'accepted', 'a:accepted b:accepted', 0, 'accepted none a:accepted b:accepted'],
    [
      'a:pending b:pending',
      'partlyRefused',
      'a:accepted b:refused',
      0,
      'partlyRefused none a:accepted b:refused',
    ],
    [
      'a:pending b:pending',
      'partlyRefused',
      'a:accepted b:deferred',
      0,
      'deferred none a:accepted b:deferred',
    ],
    ['a:accepted b:deferred', 'accepted', 'b:accepted', 0, 'accepted none a:accepted b:accepted'],
    ['a:accepted b:deferred', 'refused', '', 0, 'partlyRefused none a:accepted b:refused'],
    ['a:accepted b:deferred', 'deferred', '', end, 'partlyRefused due a:accepted b:deferred'],
    ['a:refused b:deferred', 'accepted', 'b:accepted', 0, 'partlyRefused none a:refused b:accepted'],
    ['a:pending b:pending', 'refused', '', 0, 'refused none a:refused b:refused'],
    ['a:pending b:pending', 'refused', 'a:refused b:refused', 0, 'refused none a:refused b:refused'],
    ['a:pending b:pending', 'deferred', 'a:deferred b:refused', 0, 'deferred none a:deferred b:refused'],
    ['a:pending b:pending', 'deferred', '', 0, 'deferred none a:deferred b:deferred'],
    ['a:pending b:pending', 'deferred', '', end, 'gaveUp due a:deferred b:deferred'],
    ['a:pending b:pending', 'uncertain', 'b:refused', 0, 'outcomeLost none a:pending b:refused'],
    ['a:accepted b:pending', 'uncertain', '', 0, 'outcomeLost none a:accepted b:pending'],
  ])('%s, %s (%s) at %i: %s', (before, kind, answered, now, expected) => {
    expect(run(before, kind, answered, now)).toBe(expected);
  });

  it('keeps the server’s words for those it did not answer one by one', () => {
    const outcome: SubmissionOutcome = { kind: 'deferred', recipients: [], error };
    const at = { now: 0, random: 0.5, schedule: defaultRetrySchedule };
    const progress = {
      recipients: people('a:pending'),
      attempts: 1,
      tryingSince: 0,
      notice: 'none',
    } as const;
    expect(settleAttempt(progress, outcome, at).recipients[0]?.reply).toBe('451 later');
  });

  it('asks only those again who are open', () => {
    expect(
      openRecipients(people('a:accepted b:deferred c:refused d:pending')).map(
        ({ recipient }) => recipient.address[0],
      ),
    ).toEqual(['b', 'd']);
  });

  it('an uncertain one that left: whoever was not refused has it', () => {
    expect(settleAsSent({ recipients: people('a:pending b:refused') }, 3)).toMatchObject({
      event: { name: 'partlyRefused', at: 3 },
      recipients: [{ status: 'accepted' }, { status: 'refused' }],
    });
    expect(settleAsSent({ recipients: people('a:pending') }, 3).event).toEqual({ name: 'accepted', at: 3 });
  });
});
