export interface Loss {
  /** Wanted and not there. */
  readonly lost: readonly string[];
  /** There more than once. */
  readonly doubled: readonly string[];
  /** There and never wanted. */
  readonly foreign: readonly string[];
}

/** Compares what should be there exactly once with what is there. */
export function countEach(wanted: readonly string[], found: readonly string[]): Loss {
  const counts = new Map<string, number>();
  for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1);
  const known = new Set(wanted);
  return {
    lost: [...known].filter((one) => !counts.has(one)),
    doubled: [...counts].filter(([, count]) => count > 1).map(([one]) => one),
    foreign: [...counts.keys()].filter((one) => !known.has(one)),
  };
}
