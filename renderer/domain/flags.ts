/** Flags compare without case (RFC 3501 section 9, `flag`). */
const same = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase();

export const hasFlag = (flags: readonly string[], flag: string): boolean =>
  flags.some((held) => same(held, flag));

/** The flags after a STORE of `-remove` and `+add`; order is kept, nothing doubles, an added flag beats its removal. */
export function applyFlagDelta(
  flags: readonly string[],
  delta: { readonly add: readonly string[]; readonly remove: readonly string[] },
): readonly string[] {
  const kept = flags.filter((flag) => !hasFlag(delta.remove, flag) || hasFlag(delta.add, flag));
  return delta.add.reduce<readonly string[]>(
    (held, flag) => (hasFlag(held, flag) ? held : [...held, flag]),
    kept,
  );
}

export const isUnread = (flags: readonly string[]): boolean => !hasFlag(flags, '\\Seen');
export const isFlagged = (flags: readonly string[]): boolean => hasFlag(flags, '\\Flagged');
