/** A small deterministic source of numbers (mulberry32); not for secrets. */
export interface SeededRandom {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** One of the items; throws when there is none. */
  pick<Item>(items: readonly Item[]): Item;
  bytes(count: number): Buffer;
}

/** The same seed gives the same sequence on every machine. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit);
  return {
    below,
    pick(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    bytes(count) {
      const bytes = Buffer.alloc(Math.ceil(count / 4) * 4);
      for (let at = 0; at < count; at += 4) bytes.writeUInt32LE(next(), at);
      return bytes.subarray(0, count);
    },
  };
}
