import { describe, expect, it } from 'vitest';
import { DraftId, type Draft } from '../../../../preload/contract/index.ts';
import { DraftSaver, type SaveState } from '../../../../renderer/views/compose/DraftSaver.ts';

const draft = (html: string, updatedAt = 0): Draft => ({
  id: DraftId.parse('d'),
  accountId: 'a' as Draft['accountId'],
  identityId: 'main',
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  html,
  attachments: [],
  inReplyTo: null,
  references: [],
  updatedAt,
});

/** A clock one moves by hand, a host that keeps the newest, and everything that was told. */
function world(storedAt = 0) {
  const clock = { now: 1000, timer: null as { at: number; run: () => void } | null };
  const saved: Draft[] = [];
  const states: SaveState[] = [];
  const errors: unknown[] = [];
  const host: { stored: Draft | null; failing: Error | null } = { stored: null, failing: null };
  const saver = new DraftSaver(storedAt, {
    now: () => clock.now,
    save: async (one) => {
      if (host.failing !== null) throw host.failing;
      if (host.stored !== null && host.stored.updatedAt > one.updatedAt) return host.stored;
      saved.push(one);
      host.stored = one;
      return one;
    },
    setTimer: (ms, run) => {
      const mine = { at: clock.now + ms, run };
      clock.timer = mine;
      return () => {
        if (clock.timer === mine) clock.timer = null;
      };
    },
    onState: (state) => states.push(state),
    onError: (error) => errors.push(error),
  });
  /** Moves the clock; a timer that is due runs, and its save ends, before this resolves. */
  const advance = async (ms: number): Promise<void> => {
    clock.now += ms;
    const due = clock.timer;
    if (due === null || due.at > clock.now) return;
    clock.timer = null;
    due.run();
    await saver.flush();
  };
  return { saver, host, saved, states, errors, advance };
}

describe('DraftSaver', () => {
  it('saves after a pause, the newest text', async () => {
    const { saver, saved, states, advance } = world();
    saver.changed(() => draft('a'));
    saver.changed(() => draft('ab'));
    await advance(1499);
    expect(saved).toEqual([]);
    await advance(1);
    expect(saved).toEqual([draft('ab', 2500)]);
    expect(states).toEqual(['unsaved', 'unsaved', 'saving', 'saved']);
  });

  it('saves someone who never pauses every five seconds', async () => {
    const { saver, saved, advance } = world();
    for (let second = 0; second < 11; second += 1) {
      saver.changed(() => draft(String(second)));
      await advance(1000);
    }
    expect(saved.map(({ html, updatedAt }) => [html, updatedAt])).toEqual([
      ['4', 6000],
      ['9', 11_000],
    ]);
  });

  it('flush saves at once, and nothing when nothing changed', async () => {
    const { saver, saved } = world();
    await saver.flush();
    saver.changed(() => draft('a'));
    await saver.flush();
    await saver.flush();
    expect(saved).toEqual([draft('a', 1000)]);
  });

  it('is later than what is stored even when the clock went back', async () => {
    const { saver, saved } = world(5_000_000);
    saver.changed(() => draft('a'));
    await saver.flush();
    expect(saved).toEqual([draft('a', 5_000_001)]);
  });

  it('does not write over another window; the person decides', async () => {
    const { saver, host, saved, states } = world();
    host.stored = draft('theirs', 9000);
    saver.changed(() => draft('ours'));
    await saver.flush();
    expect([saved, saver.theirs, states.at(-1)]).toEqual([[], draft('theirs', 9000), 'conflict']);
    saver.changed(() => draft('ours, longer'));
    await saver.flush();
    expect(saved).toEqual([]);
    saver.resolve('ours');
    await saver.flush();
    expect(saved).toEqual([draft('ours, longer', 9001)]);
  });

  it('hears of the other window from the mirror, and can take its version', async () => {
    const { saver, saved, states } = world(100);
    saver.seen(draft('own echo', 100));
    expect(saver.theirs).toBeNull();
    saver.changed(() => draft('ours'));
    saver.seen(draft('theirs', 200));
    saver.resolve('theirs');
    await saver.flush();
    expect([saved, states.at(-1)]).toEqual([[], 'saved']);
  });

  it('keeps what could not be saved and saves it the next time', async () => {
    const { saver, host, saved, states, errors } = world();
    const failure = new Error('disk full');
    host.failing = failure;
    saver.changed(() => draft('a'));
    await saver.flush();
    expect([saved, states.at(-1), errors]).toEqual([[], 'failed', [failure]]);
    host.failing = null;
    await saver.flush();
    expect(saved).toEqual([draft('a', 1000)]);
  });

  it('saves nothing after it was closed', async () => {
    const { saver, saved, advance } = world();
    saver.changed(() => draft('a'));
    saver.close();
    saver.changed(() => draft('b'));
    await advance(10_000);
    await saver.flush();
    expect(saved).toEqual([]);
  });
});
