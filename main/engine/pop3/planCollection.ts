import type { LeaveOnServer } from '../../../preload/contract/index.ts';

/** A message in the maildrop; `id` is its UIDL, null where the server has none (or names two alike); `size` null where it is not listed. */
export interface ListedMessage {
  readonly number: number;
  readonly id: string | null;
  readonly size: number | null;
}

/** What the journal knows of an id. */
export interface KnownMessage {
  readonly state: 'stored' | 'deleting' | 'deleted';
  readonly storedAtMs: number;
  /** False once the person deleted it here for good. */
  readonly held: boolean;
}

/** How an account is collected. */
export interface CollectionPolicy {
  readonly leave: LeaveOnServer;
  /** Messages above this stay on the server but for their header, until asked for; null for no limit. */
  readonly largestWholeBytes: number | null;
  /** The server deletes mail by itself after so many days (EXPIRE, RFC 2449 section 6.7); null when it does not. */
  readonly expireDays: number | null;
  /** Ids the person wants whole, whatever their size. */
  readonly wanted: ReadonlySet<string>;
}

export interface CollectionPlan {
  /** Not known, or known as (perhaps) deleted and here again: download; the content decides whether it is new. */
  readonly retrieve: readonly ListedMessage[];
  /** Too large: the header and a few lines. */
  readonly top: readonly ListedMessage[];
  /** Known as stored and due to go by the policy: delete without downloading. */
  readonly deleteOnly: readonly ListedMessage[];
  /** As `deleteOnly`, but what the person deleted was the header alone. */
  readonly deleteUnread: readonly ListedMessage[];
}

const DAY_MS = 86_400_000;

/**
 * What to do with each message of a maildrop. Cases:
 * - no id: download; its hash is its witness.
 * - unknown id: download, or its header if it is too large (unless the server allows nothing to stay).
 * - known by its header alone: download when wanted, when the limit was raised, or before the server drops it; delete
 *   when the person deleted the header; else leave. Never deleted because time has passed: it is not here.
 * - stored: delete now if the policy says so, without downloading again; else leave.
 * - deleted, or a deletion that was asked and never confirmed, yet listed: either the server kept (or restored) the
 *   message, or it used the id again, which RFC 1939 section 7 allows once a message is gone. Only the content
 *   can tell: download, and delete what the store turns out to hold.
 */
export function planCollection(
  listed: readonly ListedMessage[],
  known: { whole(id: string): KnownMessage | undefined; header(id: string): KnownMessage | undefined },
  policy: CollectionPolicy,
  nowMs: number,
): CollectionPlan {
  const plan = {
    retrieve: [] as ListedMessage[],
    top: [] as ListedMessage[],
    deleteOnly: [] as ListedMessage[],
    deleteUnread: [] as ListedMessage[],
  };
  for (const message of listed) {
    const { id } = message;
    const step =
      id === null ? 'retrieve' : stepFor(message, known.whole(id), known.header(id), policy, nowMs);
    if (step === 'leave') continue;
    // What the person waits for comes first.
    if (id !== null && policy.wanted.has(id)) plan[step].unshift(message);
    else plan[step].push(message);
  }
  return plan;
}

function stepFor(
  { id, size }: ListedMessage,
  whole: KnownMessage | undefined,
  header: KnownMessage | undefined,
  policy: CollectionPolicy,
  nowMs: number,
): keyof CollectionPlan | 'leave' {
  if (whole !== undefined) {
    if (whole.state !== 'stored') return 'retrieve';
    return isDue(whole, policy.leave, nowMs) ? 'deleteOnly' : 'leave';
  }
  const { largestWholeBytes: limit, expireDays, wanted } = policy;
  const isTooLarge =
    limit !== null && size !== null && size > limit && expireDays !== 0 && !(id !== null && wanted.has(id));
  if (!isTooLarge) return 'retrieve';
  if (header === undefined || header.state === 'deleted') return 'top';
  const { policy: leave } = policy.leave;
  if (!header.held) return leave === 'never' || leave === 'untilDeleted' ? 'deleteUnread' : 'leave';
  const isExpiring = expireDays !== null && nowMs - header.storedAtMs >= (expireDays - 1) * DAY_MS;
  return isExpiring ? 'retrieve' : 'leave';
}

/** Whether the server's copy of a stored message should go now. */
export function isDue(
  record: Pick<KnownMessage, 'storedAtMs' | 'held'>,
  policy: LeaveOnServer,
  nowMs: number,
): boolean {
  switch (policy.policy) {
    case 'never':
      return true;
    case 'always':
      return false;
    case 'days':
      return nowMs - record.storedAtMs >= policy.days * DAY_MS;
    case 'untilDeleted':
      return !record.held;
  }
}

/** The maildrop as one list: what either listing names, in order; an id that stands twice names nothing, so both are known by their content. */
export function listedMessages(
  sizes: ReadonlyMap<number, number> | null,
  ids: ReadonlyMap<number, string | null> | null,
): ListedMessage[] {
  const counts = new Map<string, number>();
  for (const id of ids?.values() ?? []) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
  const numbers = [...new Set([...(sizes?.keys() ?? []), ...(ids?.keys() ?? [])])].sort((a, b) => a - b);
  return numbers.map((number) => {
    const id = ids?.get(number) ?? null;
    return { number, id: id !== null && counts.get(id) === 1 ? id : null, size: sizes?.get(number) ?? null };
  });
}
