import type { MailAccount } from '../mailbox/MailAccount.ts';
import type { MailboxMessage } from '../mailbox/Mailbox.ts';

/** An inbox as POP3 sees it: a fixed list of messages, numbered from 1, some marked for deletion (RFC 1939 section 5). */
export class Maildrop {
  private readonly account: MailAccount;
  private readonly messages: readonly MailboxMessage[];
  private readonly deleted = new Set<number>();

  constructor(account: MailAccount) {
    this.account = account;
    this.messages = account.inbox.all();
  }

  /** Message `number`, unless there is none or it is marked as deleted. */
  get(number: number): MailboxMessage | undefined {
    return this.deleted.has(number) ? undefined : this.messages[number - 1];
  }

  /** What is left, in order. */
  list(): { readonly number: number; readonly message: MailboxMessage }[] {
    return this.messages.flatMap((message, index) =>
      this.deleted.has(index + 1) ? [] : [{ number: index + 1, message }],
    );
  }

  /** Stable for the life of a message and never used again (RFC 1939 section 7, UIDL). */
  uidl(message: MailboxMessage): string {
    return `${this.account.inbox.uidValidity}.${message.uid}`;
  }

  markDeleted(number: number): void {
    this.deleted.add(number);
  }

  reset(): void {
    this.deleted.clear();
  }

  /** The UPDATE state: what is marked goes (RFC 1939 section 6). */
  update(): void {
    this.account.inbox.expunge([...this.deleted].flatMap((number) => this.messages[number - 1]?.uid ?? []));
  }
}

/** Who holds which maildrop: one POP3 session at a time may (RFC 1939 section 4). */
export class MaildropLocks {
  private readonly locked = new Set<MailAccount>();

  /** Whether the lock was free and is now held. */
  acquire(account: MailAccount): boolean {
    if (this.locked.has(account)) return false;
    this.locked.add(account);
    return true;
  }

  release(account: MailAccount): void {
    this.locked.delete(account);
  }
}
