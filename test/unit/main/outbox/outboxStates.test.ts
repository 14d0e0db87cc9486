import { describe, expect, it } from 'vitest';
import { MailError, type OutboxState } from '../../../../preload/contract/index.ts';
import {
  isDismissable,
  nextOutboxState,
  type OutboxEvent,
} from '../../../../main/engine/outbox/outboxStates.ts';

const error = new MailError('smtp.deferred', 'later').data;
const other = new MailError('smtp.gaveUp', 'enough').data;

const states = {
  waiting: { name: 'waiting', until: 5 },
  queued: { name: 'queued' },
  sending: { name: 'sending', since: 1 },
  retrying: { name: 'retrying', at: 7, error },
  accepted: { name: 'accepted', at: 2 },
  filed: { name: 'filed', at: 2 },
  partlyRefused: { name: 'partlyRefused', at: 2, filed: false, error },
  'partlyRefused, filed': { name: 'partlyRefused', at: 2, filed: true, error },
  refused: { name: 'refused', at: 2, error },
  uncertain: { name: 'uncertain', since: 2, error },
  givenUp: { name: 'givenUp', at: 2, error },
  cancelled: { name: 'cancelled', at: 2 },
} as const satisfies Record<string, OutboxState>;
type Name = keyof typeof states;

const events = {
  timeReached: { name: 'timeReached' },
  retryRequested: { name: 'retryRequested' },
  attemptStarted: { name: 'attemptStarted', at: 10 },
  interrupted: { name: 'interrupted' },
  accepted: { name: 'accepted', at: 11 },
  partlyRefused: { name: 'partlyRefused', at: 12, error: other },
  refused: { name: 'refused', at: 13, error: other },
  deferred: { name: 'deferred', until: 14, error: other },
  gaveUp: { name: 'gaveUp', at: 15, error: other },
  outcomeLost: { name: 'outcomeLost', at: 16, error: other },
  filed: { name: 'filed', at: 17 },
  sendAgain: { name: 'sendAgain' },
  cancelled: { name: 'cancelled', at: 18 },
} as const satisfies Record<OutboxEvent['name'], OutboxEvent>;

const queued: OutboxState = { name: 'queued' };
const cancelled: OutboxState = { name: 'cancelled', at: 18 };
const accepted: OutboxState = { name: 'accepted', at: 11 };
const partly: OutboxState = { name: 'partlyRefused', at: 12, filed: false, error: other };
const retrying: OutboxState = { name: 'retrying', at: 14, error: other };

/** Every allowed pair and its next state; written out a second time, so that neither table is its own proof. */
const expected: Readonly<Record<Name, Partial<Record<OutboxEvent['name'], OutboxState>>>> = {
  waiting: { timeReached: queued, retryRequested: queued, cancelled },
  queued: {
    attemptStarted: { name: 'sending', since: 10 },
    deferred: retrying,
    retryRequested: queued,
    cancelled,
  },
  sending: {
    accepted,
    partlyRefused: partly,
    refused: { name: 'refused', at: 13, error: other },
    deferred: retrying,
    gaveUp: { name: 'givenUp', at: 15, error: other },
    outcomeLost: { name: 'uncertain', since: 16, error: other },
    interrupted: queued,
  },
  retrying: { timeReached: queued, retryRequested: queued, cancelled },
  accepted: { filed: { name: 'filed', at: 17 } },
  filed: {},
  partlyRefused: { filed: { name: 'partlyRefused', at: 2, filed: true, error } },
  'partlyRefused, filed': { retryRequested: queued },
  refused: { retryRequested: queued, cancelled },
  uncertain: { accepted, partlyRefused: partly, sendAgain: queued },
  givenUp: { retryRequested: queued, cancelled },
  cancelled: {},
};

const names = Object.keys(states) as Name[];
const pairs = names.flatMap((state) =>
  (Object.keys(events) as OutboxEvent['name'][]).map((event) => [state, event] as const),
);

describe('every state meets every event', () => {
  it.each(pairs)('%s × %s', (state, event) => {
    const next = expected[state][event];
    if (next === undefined)
      expect(() => nextOutboxState(states[state], events[event])).toThrow(
        expect.objectContaining({ code: 'outbox.wrongState' }),
      );
    else expect(nextOutboxState(states[state], events[event])).toEqual(next);
  });

  it('no state but the finished ones is without a way on', () => {
    const finished = names.filter((state) => Object.keys(expected[state]).length === 0);
    expect(finished).toEqual(['filed', 'cancelled']);
  });

  it('only what is over may be cleared away', () => {
    expect(names.filter((state) => isDismissable(states[state]))).toEqual([
      'filed',
      'partlyRefused, filed',
      'refused',
      'givenUp',
      'cancelled',
    ]);
  });
});
