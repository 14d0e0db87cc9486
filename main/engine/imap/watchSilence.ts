import type { Clock } from '../ports.ts';

/** No byte for this long while an answer is owed: the connection is half open. */
export const SILENCE_MS = 60_000;
const LOOK_EVERY_MS = 5_000;

/**
 * Calls `onSilence` once when `received` (a count of bytes) has not grown for `silenceMs`; an answer that is long but
 * keeps coming is fine. The returned function ends the watch.
 */
export function watchSilence(options: {
  readonly clock: Clock;
  readonly received: () => number;
  readonly onSilence: () => void;
  /** Milliseconds; SILENCE_MS when left out. */
  readonly silenceMs?: number;
}): () => void {
  const { clock, received, silenceMs = SILENCE_MS } = options;
  let count = received();
  let silentSince = clock.now();
  let cancel: () => void;
  const look = (): void => {
    const now = received();
    if (now !== count) silentSince = clock.now();
    count = now;
    if (clock.now() - silentSince >= silenceMs) options.onSilence();
    else cancel = clock.setTimer(LOOK_EVERY_MS, look);
  };
  cancel = clock.setTimer(LOOK_EVERY_MS, look);
  return () => cancel();
}
