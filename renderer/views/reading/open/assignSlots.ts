/**
 * Which message each place of the deck holds. Wanted keys that have a place keep it, since a page that moved would be
 * laid out anew; the others take the places of what is wanted no more, the first wanted first. The same array comes
 * back when nothing changes.
 */
export function assignSlots<Key>(
  slots: readonly (Key | null)[],
  wanted: readonly Key[],
): readonly (Key | null)[] {
  const missing = wanted.slice(0, slots.length).filter((key) => !slots.includes(key));
  if (missing.length === 0) return slots;
  const keep = new Set(wanted.slice(0, slots.length));
  let at = 0;
  return slots.map((key) => {
    if (at === missing.length || (key !== null && keep.has(key))) return key;
    const next = missing[at];
    at += 1;
    return next ?? key;
  });
}

/** What the person will most likely read next: the message after, the one before, the second after. */
export function likelyNext<Key>(order: readonly Key[], shown: Key): readonly Key[] {
  const at = order.indexOf(shown);
  if (at === -1) return [];
  return [order[at + 1], order[at - 1], order[at + 2]].filter((key) => key !== undefined);
}
