import { describe, expect, it } from 'vitest';
import { parseIds, parseSizes } from '../../../../main/engine/pop3/parseListing.ts';
import {
  listedMessages,
  planCollection,
  type CollectionPolicy,
  type KnownMessage,
} from '../../../../main/engine/pop3/planCollection.ts';
import type { LeaveOnServer } from '../../../../preload/contract/index.ts';

const day = 86_400_000;
const now = 100 * day;
const record = (state: KnownMessage['state'], storedAtMs = now, held = true): KnownMessage => ({
  state,
  storedAtMs,
  held,
});
const never: LeaveOnServer = { policy: 'never' };
const policy = (more: Partial<CollectionPolicy> = {}): CollectionPolicy => ({
  leave: never,
  largestWholeBytes: 1000,
  expireDays: null,
  wanted: new Set(),
  ...more,
});

describe('one message of a maildrop', () => {
  const limit = policy();
  it.each<
    readonly [
      string,
      KnownMessage | undefined,
      KnownMessage | undefined,
      CollectionPolicy,
      number | null,
      string,
    ]
  >([
    ['unknown', undefined, undefined, limit, 10, 'retrieve'],
    ['unknown, too large', undefined, undefined, limit, 5000, 'top'],
    ['unknown, size not listed', undefined, undefined, limit, null, 'retrieve'],
    ['unknown, no limit', undefined, undefined, policy({ largestWholeBytes: null }), 5000, 'retrieve'],
    [
      'unknown, too large, nothing may stay',
      undefined,
      undefined,
      policy({ expireDays: 0 }),
      5000,
      'retrieve',
    ],
    [
      'unknown, too large, wanted',
      undefined,
      undefined,
      policy({ wanted: new Set(['a']) }),
      5000,
      'retrieve',
    ],
    ['header here', undefined, record('stored'), limit, 5000, 'leave'],
    [
      'header here, wanted',
      undefined,
      record('stored'),
      policy({ wanted: new Set(['a']) }),
      5000,
      'retrieve',
    ],
    [
      'header here, limit raised',
      undefined,
      record('stored'),
      policy({ largestWholeBytes: 9000 }),
      5000,
      'retrieve',
    ],
    [
      'header here, about to expire',
      undefined,
      record('stored', now - 6 * day),
      policy({ expireDays: 7 }),
      5000,
      'retrieve',
    ],
    [
      'header here, not yet expiring',
      undefined,
      record('stored', now - 5 * day),
      policy({ expireDays: 7 }),
      5000,
      'leave',
    ],
    [
      'header here, days are over',
      undefined,
      record('stored', 0),
      policy({ leave: { policy: 'days', days: 1 } }),
      5000,
      'leave',
    ],
    ['header deleted here', undefined, record('stored', now, false), limit, 5000, 'deleteUnread'],
    [
      'header deleted here, keep always',
      undefined,
      record('stored', now, false),
      policy({ leave: { policy: 'always' } }),
      5000,
      'leave',
    ],
    [
      'header deleted here, deletion not confirmed',
      undefined,
      record('deleting', now, false),
      limit,
      5000,
      'deleteUnread',
    ],
    ['header deleted there, id used again', undefined, record('deleted', now, false), limit, 5000, 'top'],
    ['stored', record('stored'), undefined, limit, 10, 'deleteOnly'],
    [
      'stored, keep always',
      record('stored'),
      undefined,
      policy({ leave: { policy: 'always' } }),
      10,
      'leave',
    ],
    [
      'stored, days to go',
      record('stored', now - day),
      undefined,
      policy({ leave: { policy: 'days', days: 2 } }),
      10,
      'leave',
    ],
    [
      'stored, days are over',
      record('stored', now - 2 * day),
      undefined,
      policy({ leave: { policy: 'days', days: 2 } }),
      10,
      'deleteOnly',
    ],
    [
      'stored, the clock went back',
      record('stored', now + 900 * day),
      undefined,
      policy({ leave: { policy: 'days', days: 2 } }),
      10,
      'leave',
    ],
    [
      'stored, held here',
      record('stored'),
      undefined,
      policy({ leave: { policy: 'untilDeleted' } }),
      10,
      'leave',
    ],
    [
      'stored, deleted here',
      record('stored', now, false),
      undefined,
      policy({ leave: { policy: 'untilDeleted' } }),
      10,
      'deleteOnly',
    ],
    ['deletion not confirmed', record('deleting'), undefined, limit, 5000, 'retrieve'],
    ['deleted, and there again', record('deleted'), record('stored', now, false), limit, 5000, 'retrieve'],
  ])('%s', (_what, whole, header, rules, size, expected) => {
    const plan = planCollection(
      [{ number: 1, id: 'a', size }],
      { whole: () => whole, header: () => header },
      rules,
      now,
    );
    const steps = (['retrieve', 'top', 'deleteOnly', 'deleteUnread'] as const).filter(
      (step) => plan[step].length > 0,
    );
    expect(steps).toEqual(expected === 'leave' ? [] : [expected]);
  });

  it('what the person waits for comes first', () => {
    const listed = ['a', 'b', 'c'].map((id, at) => ({ number: at + 1, id, size: 5 }));
    const none = { whole: () => undefined, header: () => undefined };
    const plan = planCollection(listed, none, policy({ wanted: new Set(['c']) }), now);
    expect(plan.retrieve.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });
});

describe('listings', () => {
  it('an id is the whole rest of the line, or none', () => {
    expect([
      ...parseIds([
        '1 a',
        '2 a b ',
        '3',
        '4 ',
        `5 ${'x'.repeat(10_000)}`,
        '6 \u00ed\u0095\u009c',
        '7 sha256:00',
        '7 second',
        '99999999999 y',
        'no',
      ]),
    ]).toEqual([
      [1, 'a'],
      [2, 'a b'],
      [3, null],
      [4, null],
      [5, null],
      [6, '\u00ed\u0095\u009c'],
      [7, null],
    ]);
  });
  it('sizes are numbers, once each', () => {
    expect([...parseSizes(['1 10', '2 99999999999 extra', '2 5', '3 -4', '4', '-1 4'])]).toEqual([
      [1, 10],
      [2, 99_999_999_999],
    ]);
  });
  it('a message in either listing is a message; an id that stands twice names nothing', () => {
    const sizes = new Map([
      [3, 30],
      [1, 10],
      [2, 20],
    ]);
    const ids = new Map<number, string | null>([
      [4, 'd'],
      [2, 'x'],
      [3, 'x'],
    ]);
    expect(listedMessages(sizes, ids)).toEqual([
      { number: 1, id: null, size: 10 },
      { number: 2, id: null, size: 20 },
      { number: 3, id: null, size: 30 },
      { number: 4, id: 'd', size: null },
    ]);
    expect(listedMessages(null, null)).toEqual([]);
  });
});
