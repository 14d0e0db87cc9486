import type { LeaveOnServer } from '../../../preload/contract/index.ts';

/** A message in the maildrop as the listing names it; `uidl` null where the server has none (or names two alike). */
export interface ListedMessage {
  readonly number: number;
  readonly uidl: string | null;
}

/** What the journal knows of a UIDL. */
export interface KnownMessage {
  readonly state: 'stored' | 'deleting' | 'deleted';
  readonly storedAtMs: number;
  /** False once the person deleted it here for good. */
  readonly held: boolean;
}

export interface CollectionPlan {
  /** Not known, or known as (perhaps) deleted and here again: download; the content decides whether it is new. */
  readonly retrieve: readonly ListedMessage[];
  /** Known as stored and due to go by the policy: delete without downloading. */
  readonly deleteOnly: readonly ListedMessage[];
}

/**
 * What to do with each message of a maildrop. Cases:
 * - no UIDL: download; its hash is its witness.
 * - unknown UIDL: download.
 * - stored: delete now if the policy says so, without downloading again; else leave.
 * - deleted, or a deletion that was asked and never confirmed, yet listed: either the server kept (or restored) the
 *   message, or it used the id again, which RFC 1939 section 7 allows once a message is gone. Only the content
 *   can tell: download, and delete what the store turns out to hold.
 */
export function planCollection(
  listed: readonly ListedMessage[],
  known: (uidl: string) => KnownMessage | undefined,
  policy: LeaveOnServer,
  nowMs: number,
): CollectionPlan {
  const retrieve: ListedMessage[] = [];
  const deleteOnly: ListedMessage[] = [];
  for (const message of listed) {
    const record = message.uidl === null ? undefined : known(message.uidl);
    if (record === undefined || record.state !== 'stored') retrieve.push(message);
    else if (isDue(record, policy, nowMs)) deleteOnly.push(message);
  }
  return { retrieve, deleteOnly };
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
      return nowMs - record.storedAtMs >= policy.days * 86_400_000;
    case 'untilDeleted':
      return !record.held;
  }
}

/** The maildrop as one list: a UIDL that stands twice names nothing, so both are known by their content. */
export function listedMessages(
  numbers: readonly number[],
  uidls: ReadonlyMap<number, string> | null,
): ListedMessage[] {
  const counts = new Map<string, number>();
  for (const uidl of uidls?.values() ?? []) counts.set(uidl, (counts.get(uidl) ?? 0) + 1);
  return numbers.map((number) => {
    const uidl = uidls?.get(number);
    return { number, uidl: uidl !== undefined && counts.get(uidl) === 1 ? uidl : null };
  });
}
