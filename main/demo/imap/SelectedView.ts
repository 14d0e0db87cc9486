import type { Mailbox, MailboxMessage } from '../mailbox/Mailbox.ts';
import { formatFlags } from './formatFetch.ts';
import { formatSequenceSet, sequenceMatcher, type SequenceSet } from './sequenceSet.ts';

/** A message and the number this session knows it by. */
export interface NumberedMessage {
  readonly sequence: number;
  readonly message: MailboxMessage;
}

/**
 * What one session believes about its mailbox: sequence numbers change only when it is told (RFC 3501
 * section 7.4.1), however often the mailbox changes in between.
 */
export class SelectedView {
  readonly mailbox: Mailbox;
  readonly readOnly: boolean;
  private uids: number[];
  private readonly recent: Set<number>;
  private readonly changedFlags = new Set<number>();
  private readonly stopListening: () => void;

  /** `onChange` says that `takeUpdates` may have something, `onDeleted` that the mailbox is gone. */
  constructor(mailbox: Mailbox, readOnly: boolean, listener: { onChange(): void; onDeleted(): void }) {
    this.mailbox = mailbox;
    this.readOnly = readOnly;
    this.uids = mailbox.uids();
    this.recent = new Set(readOnly ? mailbox.peekRecent() : mailbox.claimRecent());
    this.stopListening = mailbox.listen((change) => {
      if (change.kind === 'deleted') return listener.onDeleted();
      if (change.kind === 'flagsChanged') this.changedFlags.add(change.uid);
      listener.onChange();
    });
  }

  close(): void {
    this.stopListening();
  }

  get size(): number {
    return this.uids.length;
  }

  get recentCount(): number {
    return this.recent.size;
  }

  get largestUid(): number {
    return this.uids.at(-1) ?? 0;
  }

  isRecent(uid: number): boolean {
    return this.recent.has(uid);
  }

  /** The messages a set means, in order; those expunged by others in the meantime are left out. */
  resolve(set: SequenceSet, byUid: boolean): NumberedMessage[] {
    const matches = sequenceMatcher(set, byUid ? this.largestUid : this.size);
    return this.numbered().filter(({ sequence, message }) => matches(byUid ? message.uid : sequence));
  }

  numbered(): NumberedMessage[] {
    return this.uids.flatMap((uid, index) => {
      const message = this.mailbox.get(uid);
      return message === undefined ? [] : [{ sequence: index + 1, message }];
    });
  }

  /** The session has been told these flags by other means: no update is due. */
  forgetFlagChange(uid: number): void {
    this.changedFlags.delete(uid);
  }

  /** Untagged responses that bring the client up to date; after them the view equals the mailbox. */
  takeUpdates(options: { mayExpunge: boolean; modseq: boolean; vanished: boolean }): string[] {
    return [
      ...(options.mayExpunge ? this.takeExpunged(options.vanished) : []),
      ...this.takeAppended(),
      ...this.takeFlagChanges(options.modseq),
    ];
  }

  private takeExpunged(asVanished: boolean): string[] {
    const gone = this.uids.filter((uid) => this.mailbox.get(uid) === undefined);
    if (gone.length === 0) return [];
    const lines = gone.map((uid) => {
      const index = this.uids.indexOf(uid);
      this.uids.splice(index, 1);
      this.recent.delete(uid);
      this.changedFlags.delete(uid);
      return `* ${index + 1} EXPUNGE`;
    });
    return asVanished ? [`* VANISHED ${formatSequenceSet(gone)}`] : lines;
  }

  private takeAppended(): string[] {
    const last = this.largestUid;
    const added = this.mailbox.uids().filter((uid) => uid > last);
    if (added.length === 0) return [];
    this.uids = [...this.uids, ...added];
    const recent = this.readOnly ? this.mailbox.peekRecent() : this.mailbox.claimRecent();
    for (const uid of recent) this.recent.add(uid);
    // A client hears of a new message as a number, and asks for the rest itself.
    for (const uid of added) this.changedFlags.delete(uid);
    return [`* ${this.uids.length} EXISTS`, `* ${this.recent.size} RECENT`];
  }

  private takeFlagChanges(withModseq: boolean): string[] {
    const lines = this.numbered()
      .filter(({ message }) => this.changedFlags.has(message.uid))
      .map(({ sequence, message }) => {
        const modseq = withModseq ? ` MODSEQ (${message.modseq})` : '';
        return `* ${sequence} FETCH (UID ${message.uid}${modseq} FLAGS ${formatFlags(message, this.isRecent(message.uid))})`;
      });
    this.changedFlags.clear();
    return lines;
  }
}
