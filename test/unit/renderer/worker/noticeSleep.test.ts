import { expect, it } from 'vitest';
import { noticeSleep } from '../../../../renderer/worker/noticeSleep.ts';

it('tells a sleep from a late tick', async () => {
  const end = new AbortController();
  // How late each tick comes, in milliseconds.
  const late = [0, 40_000, 3_600_000, 0, 61_000];
  let nowMs = 1000;
  let ticks = 0;
  const wokeAt: number[] = [];
  await noticeSleep(
    {
      now: () => nowMs,
      wait: async (ms) => {
        nowMs += ms + (late[ticks] ?? 0);
        ticks += 1;
        if (ticks > late.length) end.abort();
      },
    },
    () => wokeAt.push(ticks),
    end.signal,
  );
  expect(wokeAt).toEqual([3, 5]);
});
