import { describe, expect, it } from 'vitest';
import { SyncCursor } from '../../../../preload/contract/index.ts';
import { advanceState, type SyncOutcome } from '../../../../main/engine/imap/advanceState.ts';
import {
  FLAGS_PASS_INTERVAL_MS,
  FLAGS_WINDOW,
  planSyncStep,
  type FolderFacts,
  type PlanInput,
  type SyncAction,
} from '../../../../main/engine/imap/planSyncStep.ts';
import {
  formatCursor,
  MAX_HOLES,
  parseCursor,
  type SyncState,
} from '../../../../main/engine/imap/syncState.ts';

const now = 1_000_000_000;
/** A folder of 100 messages with UIDs up to 100, all delivered. */
const done: SyncState = {
  version: 1,
  uidValidity: 7,
  nextUid: 101,
  exists: 100,
  modseq: '500',
  catchUp: null,
  holes: [],
  presenceBelow: null,
  flagsPass: null,
  flagsPassAt: now,
};
const same: FolderFacts = { uidValidity: 7, uidNext: 101, highestModseq: '500', exists: 100 };
const plain: SyncState = { ...done, modseq: null };
const plainSame: FolderFacts = { ...same, highestModseq: null };
const window = (first: number, last: number, high: number, isPass = false): SyncAction => ({
  kind: 'flagsWindow', first, last, high, isPass,
}); // prettier-ignore
const changed = (since: string, target: string, withVanished: boolean, low = 1): SyncAction => ({
  kind: 'changedFlags', low, high: 100, since, target, withVanished,
}); // prettier-ignore

const plan = (state: SyncState | null, facts: FolderFacts, change: Partial<PlanInput> = {}) =>
  planSyncStep({ state, facts, qresync: false, maxMessages: 50, now, ...change });

describe('planSyncStep', () => {
  it.each<[string, SyncState | null, FolderFacts, Partial<PlanInput>, boolean, SyncAction[]]>([
    ['first step', null, same, {}, true, [{ kind: 'backfill', first: 51, last: 100, low: 1 }]],
    ['first step, empty folder', null, { ...same, exists: 0 }, {}, true, []],
    ['first step, brand-new folder', null, { ...same, exists: 0, uidNext: 1 }, {}, true, []],
    ['first step, small', null, { ...same, exists: 3, uidNext: 4 }, {}, true, [{ kind: 'newMessages', low: 1, high: 3 }]],
    ['first step, few messages with huge UIDs', null, { ...same, exists: 3, uidNext: 4_000_000_000 }, {}, true, [{ kind: 'backfill', first: 1, last: 3, low: 1 }]],
    ['another UIDVALIDITY', done, { ...same, uidValidity: 8 }, {}, true, [{ kind: 'backfill', first: 51, last: 100, low: 1 }]],
    ['UIDNEXT went back', done, { ...same, uidNext: 90 }, {}, true, [{ kind: 'backfill', first: 51, last: 100, low: 1 }]],
    ['idle', done, same, {}, false, []],
    ['idle with QRESYNC', done, same, { qresync: true }, false, []],
    ['two arrived', done, { ...same, uidNext: 103, exists: 102, highestModseq: '510' }, { qresync: true }, false, [changed('500', '510', true), { kind: 'newMessages', low: 101, high: 102 }]],
    ['many arrived', done, { ...same, uidNext: 301, exists: 300 }, { qresync: true }, false, [{ kind: 'backfill', first: 251, last: 300, low: 101 }]],
    ['arrived and gone again', done, { ...same, uidNext: 103 }, {}, false, [{ kind: 'newMessages', low: 101, high: 102 }]],
    ['flags changed', done, { ...same, highestModseq: '501' }, {}, false, [changed('500', '501', false)]],
    ['flags changed, QRESYNC', done, { ...same, highestModseq: '501', exists: 99 }, { qresync: true }, false, [changed('500', '501', true)]],
    ['expunged, CONDSTORE alone', done, { ...same, exists: 99 }, {}, false, [{ kind: 'vanished', high: 100, counted: 0 }]],
    ['expunged more than arrived', done, { ...same, exists: 99, uidNext: 102 }, {}, false, [{ kind: 'vanished', high: 101, counted: 0 }, { kind: 'newMessages', low: 101, high: 101 }]],
    ['MODSEQ went back', done, { ...same, highestModseq: '400' }, {}, false, [changed('1', '400', false)]],
    ['MODSEQ compares as a number', { ...done, modseq: '99' }, { ...same, highestModseq: '100' }, {}, false, [changed('99', '100', false)]],
    ['CONDSTORE appeared', plain, same, {}, false, [changed('1', '500', false)]],
    ['NOMODSEQ appeared', done, plainSame, {}, false, [window(1, 100, 100)]],
    ['a large change set goes on', { ...done, catchUp: { target: '600', since: '500', from: 41 } }, { ...same, highestModseq: '700' }, { qresync: true }, false, [changed('500', '600', true, 41)]],
    ['a presence check goes on', { ...done, presenceBelow: { high: 60, counted: 40 } }, same, {}, false, [{ kind: 'vanished', high: 60, counted: 40 }]],
    ['no CONDSTORE, small folder', plain, plainSame, {}, false, [window(1, 100, 100)]],
    ['no CONDSTORE, emptied', plain, { ...plainSame, exists: 0 }, {}, false, [{ kind: 'vanished', high: 100, counted: 0 }]],
    ['no CONDSTORE, large folder', { ...plain, exists: 9000, nextUid: 9001 }, { ...plainSame, exists: 9000, uidNext: 9001 }, {}, false, [window(9001 - FLAGS_WINDOW, 9000, 9000)]],
    ['no CONDSTORE, large folder, pass due', { ...plain, exists: 9000, nextUid: 9001 }, { ...plainSame, exists: 9000, uidNext: 9001 }, { now: now + FLAGS_PASS_INTERVAL_MS }, false, [window(9001 - FLAGS_WINDOW, 9000, 9000, true)]],
    ['no CONDSTORE, the pass goes on', { ...plain, exists: 9000, nextUid: 9001, flagsPass: { sequence: 2500, high: 2500 } }, { ...plainSame, exists: 9000, uidNext: 9001 }, {}, false, [window(501, 2500, 2500, true)]],
    ['backfill goes on, positions shrunk', { ...done, holes: [{ low: 1, high: 80, sequence: 80, base: 0, counts: false }], exists: 70 }, { ...same, exists: 70 }, {}, false, [{ kind: 'backfill', first: 21, last: 70, low: 1 }]],
    ['backfill of a folder that was emptied', { ...done, holes: [{ low: 1, high: 80, sequence: 80, base: 0, counts: false }], exists: 0 }, { ...same, exists: 0 }, {}, false, [{ kind: 'newMessages', low: 1, high: 80 }]],
  ])('%s', (_name, state, facts, change, reset, actions) => {
    const result = plan(state, facts, change);
    expect({ reset: result.reset, actions: result.actions }).toEqual({ reset, actions });
  }); // prettier-ignore

  it('never keeps more holes than a cursor can hold', () => {
    const holes = Array.from({ length: MAX_HOLES }, (_, index) => ({
      low: 90 - index, high: 90 - index, sequence: 90 - index, base: 0, counts: true,
    })); // prettier-ignore
    const { state } = plan({ ...done, holes }, { ...same, uidNext: 105, exists: 104 });
    expect(state.holes.length).toBe(MAX_HOLES);
    expect(state.holes[0]).toMatchObject({ low: 101, high: 104 });
    expect(state.holes.at(-1)).toMatchObject({ low: holes.at(-1)?.low, high: holes.at(-2)?.high });
  });
});

describe('advanceState', () => {
  const advance = (state: SyncState | null, facts: FolderFacts, outcomes: SyncOutcome[], qresync = false) =>
    advanceState(plan(state, facts, { qresync }), outcomes, facts, qresync);

  it('claims nothing for actions that did not happen', () => {
    const facts = { ...same, highestModseq: '600', exists: 99 };
    expect(advance(done, facts, [])).toEqual({ state: done, more: true });
  });

  it('moves MODSEQ to what SELECT said, and only when all changes are delivered', () => {
    const facts = { ...same, highestModseq: '600' };
    const whole = advance(done, facts, [{ kind: 'changedFlags', cutAfter: null, vanishedTooLarge: false }]);
    expect(whole).toEqual({ state: { ...done, modseq: '600' }, more: false });
    const part = advance(done, facts, [{ kind: 'changedFlags', cutAfter: 40, vanishedTooLarge: false }]);
    expect(part).toEqual({
      state: { ...done, catchUp: { target: '600', since: '500', from: 41 } },
      more: true,
    });
  });

  it('counts arrivals and looks again when the count does not fit', () => {
    const facts = { ...same, uidNext: 103, exists: 101 };
    const fits = advance(done, facts, [{ kind: 'newMessages', delivered: 1 }]);
    expect([fits.state.exists, fits.more]).toEqual([101, false]);
    const odd = advance(done, facts, [{ kind: 'newMessages', delivered: 2 }]);
    expect([odd.state.exists, odd.more]).toEqual([102, true]);
    expect(plan(odd.state, facts).actions).toEqual([{ kind: 'vanished', high: 102, counted: 0 }]);
  });

  it('does not ask for ever when EXISTS is wrong for good', () => {
    const facts = { ...same, exists: 90 };
    expect(advance(done, facts, [{ kind: 'vanished', found: 95, low: 1 }]).more).toBe(false);
  });

  it('ends a backfill over sparse UIDs and over windows that turn out empty', () => {
    let state: SyncState | null = null;
    const facts = { ...same, exists: 120, uidNext: 4_000_000_000 };
    const seen: number[] = [];
    for (let steps = 0; steps < 10; steps += 1) {
      const step = plan(state, facts);
      const [action] = step.actions;
      if (action?.kind !== 'backfill') throw new Error('expected a backfill');
      seen.push(action.first);
      const isEmpty = steps === 1;
      const result = advanceState(
        step,
        [{ kind: 'backfill', delivered: 50, lowestUid: isEmpty ? null : action.first * 30_000_000 }],
        facts,
        false,
      );
      state = result.state;
      if (!result.more) break;
    }
    expect(seen).toEqual([71, 21, 1]);
    expect(state?.holes).toEqual([]);
  });
});

describe('cursors', () => {
  it('come back as they were', () => {
    expect(parseCursor(formatCursor(done))).toEqual(done);
  });
  it.each(['', 'null', '{}', '[1]', '{"version":2}', 'x'.repeat(60_000), '{"version":1,"uidValidity":-1}'])(
    'that are none begin anew: %#',
    (text) => {
      expect(parseCursor(SyncCursor.parse(text))).toBeNull();
    },
  );
});
