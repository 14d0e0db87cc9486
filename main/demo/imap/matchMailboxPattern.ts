/**
 * Whether a name fits a LIST pattern: `*` is anything, `%` anything within one level (RFC 3501 section 6.3.8).
 * INBOX compares without case. Linear in both lengths times each other, never exponential: the pattern is a stranger's.
 */
export const matchMailboxPattern = (pattern: string, name: string, delimiter: string): boolean => {
  const wanted = pattern.toUpperCase() === 'INBOX' ? 'INBOX' : pattern;
  let reachable = new Set([0]);
  for (const char of wanted) {
    const next = new Set<number>();
    for (const at of reachable) {
      if (char !== '*' && char !== '%') {
        if (name[at] === char) next.add(at + 1);
        continue;
      }
      for (let end = at; end <= name.length; end += 1) {
        next.add(end);
        if (char === '%' && name[end] === delimiter) break;
      }
    }
    reachable = next;
  }
  return reachable.has(name.length);
};
