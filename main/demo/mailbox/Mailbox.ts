import type { MessageContent } from './MessageContent.ts';

/** A message in a mailbox. Replaced, never changed: a reader holding one sees a consistent state. */
export interface MailboxMessage {
  readonly uid: number;
  readonly content: MessageContent;
  readonly internalDateMs: number;
  /** As first written by a client; system flags in their canonical spelling (`\Seen`). */
  readonly flags: ReadonlySet<string>;
  readonly modseq: number;
}

export type MailboxChange =
  | { readonly kind: 'appended'; readonly uid: number }
  | { readonly kind: 'flagsChanged'; readonly uid: number }
  | { readonly kind: 'expunged'; readonly uid: number }
  | { readonly kind: 'deleted' };

export type FlagOperation = 'add' | 'remove' | 'set';

const SYSTEM_FLAGS = ['\\Seen', '\\Answered', '\\Flagged', '\\Deleted', '\\Draft'] as const;

/** The canonical spelling of a flag; undefined for `\Recent` and unknown system flags, which no client may set. */
export const canonicalFlag = (flag: string): string | undefined =>
  flag.startsWith('\\') ? SYSTEM_FLAGS.find((known) => known.toLowerCase() === flag.toLowerCase()) : flag;

const sameFlags = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((flag) => b.has(flag));

const applyFlags = (
  current: ReadonlySet<string>,
  operation: FlagOperation,
  flags: readonly string[],
): ReadonlySet<string> => {
  if (operation === 'set') return new Set(flags);
  if (operation === 'add') return new Set([...current, ...flags]);
  return new Set([...current].filter((flag) => !flags.includes(flag)));
};

/**
 * One mailbox: messages by ascending UID, with CONDSTORE's modification sequence and a record of what was expunged
 * (RFC 3501 section 2.3.1, RFC 7162). In memory, synchronous; listeners hear each change after it holds.
 */
export class Mailbox {
  readonly uidValidity: number;
  uidNext = 1;
  highestModseq = 1;
  private readonly messages = new Map<number, MailboxMessage>();
  private readonly expunged: { readonly uid: number; readonly modseq: number }[] = [];
  private readonly listeners = new Set<(change: MailboxChange) => void>();
  private recentFrom = 1;

  constructor(uidValidity: number) {
    this.uidValidity = uidValidity;
  }

  get size(): number {
    return this.messages.size;
  }

  /** Ascending. */
  uids(): number[] {
    return [...this.messages.keys()];
  }

  all(): MailboxMessage[] {
    return [...this.messages.values()];
  }

  get(uid: number): MailboxMessage | undefined {
    return this.messages.get(uid);
  }

  append(content: MessageContent, flags: Iterable<string>, internalDateMs: number): MailboxMessage {
    this.highestModseq += 1;
    const message = {
      uid: this.uidNext,
      content,
      internalDateMs,
      flags: new Set(flags),
      modseq: this.highestModseq,
    };
    this.messages.set(message.uid, message);
    this.uidNext += 1;
    this.tell({ kind: 'appended', uid: message.uid });
    return message;
  }

  /** Changes one message's flags; nothing moves, and no modseq is spent, where they already hold. */
  changeFlags(uid: number, operation: FlagOperation, flags: readonly string[]): MailboxMessage | undefined {
    const message = this.messages.get(uid);
    if (message === undefined) return undefined;
    const next = applyFlags(message.flags, operation, flags);
    if (sameFlags(message.flags, next)) return message;
    this.highestModseq += 1;
    const changed = { ...message, flags: next, modseq: this.highestModseq };
    this.messages.set(uid, changed);
    this.tell({ kind: 'flagsChanged', uid });
    return changed;
  }

  /** Removes messages for good. Unknown UIDs are passed over. */
  expunge(uids: Iterable<number>): void {
    for (const uid of uids) {
      if (!this.messages.delete(uid)) continue;
      this.highestModseq += 1;
      this.expunged.push({ uid, modseq: this.highestModseq });
      this.tell({ kind: 'expunged', uid });
    }
  }

  /** UIDs expunged after the given modification sequence, ascending (RFC 7162 section 3.2.6). */
  expungedSince(modseq: number): number[] {
    return this.expunged
      .filter((entry) => entry.modseq > modseq)
      .map((entry) => entry.uid)
      .sort((a, b) => a - b);
  }

  /** UIDs no session has been told of yet; the first reading session takes them as its `\Recent` ones. */
  claimRecent(): number[] {
    const recent = this.peekRecent();
    this.recentFrom = this.uidNext;
    return recent;
  }

  peekRecent(): number[] {
    return this.uids().filter((uid) => uid >= this.recentFrom);
  }

  listen(listener: (change: MailboxChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells open sessions that the mailbox itself is gone. */
  tellDeleted(): void {
    this.tell({ kind: 'deleted' });
  }

  private tell(change: MailboxChange): void {
    for (const listener of [...this.listeners]) listener(change);
  }
}
