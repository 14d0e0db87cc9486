/** The invariants of `authored-crash`, in a few words. */
export const invariants = {
  I1: 'every message is there, byte for byte',
  I2: 'nothing deleted comes back, nothing else is deleted',
  I3: 'nothing is there twice',
  I4: 'an outgoing message is taken once or not at all, and never lost',
  I5: 'it starts, and what it shows agrees with the store',
  I6: 'no cursor is ahead of what is stored',
} as const;
export type Invariant = keyof typeof invariants;

/** One invariant that did not hold. */
export interface Break {
  readonly invariant: Invariant;
  readonly kind: 'lost' | 'duplicated' | 'other';
  readonly what: string;
}

/** What should be there once each against what is there, as breaks; `of` says of what. */
export function compare(
  of: string,
  wanted: readonly string[],
  found: readonly string[],
  foreign: Invariant = 'I1',
): Break[] {
  const counts = new Map<string, number>();
  for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1);
  const known = new Set(wanted);
  return [
    ...[...known]
      .filter((one) => !counts.has(one))
      .map((one) => ({ invariant: 'I1', kind: 'lost', what: `${of}: ${one}` }) as const),
    ...[...counts]
      .filter(([one, count]) => known.has(one) && count > 1)
      .map(
        ([one, count]) =>
          ({ invariant: 'I3', kind: 'duplicated', what: `${of}: ${one} ${count} times` }) as const,
      ),
    ...[...counts.keys()]
      .filter((one) => !known.has(one))
      .map(
        (one) => ({ invariant: foreign, kind: 'other', what: `${of}: ${one} should not be there` }) as const,
      ),
  ];
}
