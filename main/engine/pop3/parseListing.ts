/** More messages than this is no maildrop. */
const MAX_MESSAGES = 2_000_000;
/** RFC 1939 section 7 allows 70 octets; the journal takes 512, with what `WitnessBook` puts in front. */
const MAX_UIDL_OCTETS = 400;

/** The lines of a LIST: octets by message number. What is no line of a listing is passed over; a number counts once, the first time. */
export function parseSizes(lines: readonly string[]): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const line of lines) {
    const match = /^(\d{1,9})[ \t]+(\d{1,15})(?:[ \t]|$)/.exec(line);
    if (match === null || sizes.size >= MAX_MESSAGES || sizes.has(Number(match[1]))) continue;
    sizes.set(Number(match[1]), Number(match[2]));
  }
  return sizes;
}

/**
 * The lines of a UIDL: ids by message number, the whole rest of the line being the id, as it stands: broken servers put
 * spaces and raw bytes there, and part of an id is the id of another message. Null for an id that is missing or
 * longer than any server should make one: such a message is known by its content.
 */
export function parseIds(lines: readonly string[]): Map<number, string | null> {
  const ids = new Map<number, string | null>();
  for (const line of lines) {
    const match = /^(\d{1,9})(?:[ \t]+(.*))?$/s.exec(line);
    if (match === null || ids.size >= MAX_MESSAGES || ids.has(Number(match[1]))) continue;
    const id = (match[2] ?? '').trimEnd();
    ids.set(Number(match[1]), id === '' || id.length > MAX_UIDL_OCTETS || isOurs(id) ? null : id);
  }
  return ids;
}

/** What the journal calls messages without an id by; a server must not be able to name those. */
const isOurs = (id: string): boolean => /^(sha256|top|from):/.test(id);
