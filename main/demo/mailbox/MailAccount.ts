import { Mailbox, type MailboxChange } from './Mailbox.ts';

export type SpecialUse = '\\Archive' | '\\Drafts' | '\\Junk' | '\\Sent' | '\\Trash';

/** Why a mailbox command was refused; `code` is the response code of RFC 5530 section 3. */
export class MailboxError extends Error {
  readonly code: 'ALREADYEXISTS' | 'NONEXISTENT' | 'CANNOT' | 'LIMIT' | 'HASCHILDREN';

  constructor(code: MailboxError['code'], message: string) {
    super(message);
    this.name = 'MailboxError';
    this.code = code;
  }
}

export const HIERARCHY_DELIMITER = '/';
const MAX_NAME_LENGTH = 255;
const MAX_MAILBOXES = 1000;

const canonicalName = (name: string): string =>
  name.toUpperCase() === 'INBOX' ? 'INBOX' : name.replace(/^INBOX(?=\/)/i, 'INBOX');

const assertUsableName = (name: string): void => {
  const parts = name.split(HIERARCHY_DELIMITER);
  const bad = parts.some((part) => part === '' || part === '.' || part === '..') || /[\p{Cc}*%]/u.test(name);
  if (bad || name.length > MAX_NAME_LENGTH)
    throw new MailboxError('CANNOT', 'That name cannot be used for a mailbox');
};

/** One person's mailboxes. Names are Unicode with `/` between levels; INBOX is always there (RFC 3501 section 5.1). */
export class MailAccount {
  readonly address: string;
  private readonly password: string;
  private readonly mailboxes = new Map<string, Mailbox>();
  private readonly specialUses = new Map<string, SpecialUse>();
  private readonly subscriptions = new Set<string>();
  private readonly onChange: (mailbox: string, change: MailboxChange) => void;
  private nextUidValidity: number;

  constructor(options: {
    readonly address: string;
    readonly password: string;
    /** Where UIDVALIDITY begins: it must differ between two runs of the world, since UIDs start anew. */
    readonly uidValidity: number;
    readonly onChange?: (mailbox: string, change: MailboxChange) => void;
  }) {
    this.address = options.address;
    this.password = options.password;
    this.nextUidValidity = options.uidValidity;
    this.onChange = options.onChange ?? (() => undefined);
    this.create('INBOX');
    this.subscribe('INBOX');
  }

  get inbox(): Mailbox {
    return this.require('INBOX');
  }

  /** A login is the whole address or its local part. */
  accepts(user: string, password: string): boolean {
    const localPart = this.address.slice(0, this.address.indexOf('@'));
    const name = user.toLowerCase();
    return (name === this.address || name === localPart) && password === this.password;
  }

  /** In order of creation. */
  names(): string[] {
    return [...this.mailboxes.keys()];
  }

  find(name: string): Mailbox | undefined {
    return this.mailboxes.get(canonicalName(name));
  }

  /** The mailbox, or a MailboxError NONEXISTENT. */
  require(name: string): Mailbox {
    const mailbox = this.find(name);
    if (mailbox === undefined) throw new MailboxError('NONEXISTENT', 'There is no such mailbox');
    return mailbox;
  }

  specialUse(name: string): SpecialUse | undefined {
    return this.specialUses.get(canonicalName(name));
  }

  hasChildren(name: string): boolean {
    const prefix = `${canonicalName(name)}${HIERARCHY_DELIMITER}`;
    return this.names().some((other) => other.startsWith(prefix));
  }

  /** Creates a mailbox and, as RFC 3501 section 6.3.3 asks, the levels above it. */
  create(name: string, specialUse?: SpecialUse): Mailbox {
    const path = canonicalName(name.endsWith(HIERARCHY_DELIMITER) ? name.slice(0, -1) : name);
    assertUsableName(path);
    if (this.mailboxes.has(path)) throw new MailboxError('ALREADYEXISTS', 'That mailbox exists already');
    const parts = path.split(HIERARCHY_DELIMITER);
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const level = parts.slice(0, depth).join(HIERARCHY_DELIMITER);
      if (!this.mailboxes.has(level)) this.add(level);
    }
    if (specialUse !== undefined) this.specialUses.set(path, specialUse);
    return this.require(path);
  }

  delete(name: string): void {
    const path = canonicalName(name);
    const mailbox = this.require(path);
    if (path === 'INBOX') throw new MailboxError('CANNOT', 'The inbox cannot be deleted');
    if (this.hasChildren(path)) throw new MailboxError('HASCHILDREN', 'Delete the mailboxes below it first');
    this.mailboxes.delete(path);
    this.specialUses.delete(path);
    this.onChange(path, { kind: 'deleted' });
    mailbox.tellDeleted();
  }

  /** Renames a mailbox and everything below it. Renaming INBOX moves its messages away (RFC 3501 section 6.3.5). */
  rename(from: string, to: string): void {
    const source = canonicalName(from);
    const target = canonicalName(to);
    const mailbox = this.require(source);
    if (source === 'INBOX') {
      const moved = this.create(target);
      for (const message of mailbox.all())
        moved.append(message.content, message.flags, message.internalDateMs);
      mailbox.expunge(mailbox.uids());
      return;
    }
    assertUsableName(target);
    const below = `${source}${HIERARCHY_DELIMITER}`;
    if (target.startsWith(below)) throw new MailboxError('CANNOT', 'A mailbox cannot move below itself');
    const affected = this.names().filter((name) => name === source || name.startsWith(below));
    const renamed = affected.map((name) => ({ name, next: target + name.slice(source.length) }));
    if (renamed.some(({ next }) => this.mailboxes.has(next))) {
      throw new MailboxError('ALREADYEXISTS', 'That mailbox exists already');
    }
    for (const { name, next } of renamed) this.moveEntry(name, next);
  }

  subscribe(name: string): void {
    this.subscriptions.add(canonicalName(name));
  }

  unsubscribe(name: string): void {
    this.subscriptions.delete(canonicalName(name));
  }

  isSubscribed(name: string): boolean {
    return this.subscriptions.has(canonicalName(name));
  }

  /** Subscribed names, whether or not the mailbox still exists (RFC 3501 section 6.3.9). */
  subscribedNames(): string[] {
    return [...this.subscriptions];
  }

  private moveEntry(name: string, next: string): void {
    const mailbox = this.require(name);
    const use = this.specialUses.get(name);
    this.mailboxes.delete(name);
    this.specialUses.delete(name);
    const parent = next.slice(0, Math.max(0, next.lastIndexOf(HIERARCHY_DELIMITER)));
    if (parent !== '' && !this.mailboxes.has(parent)) this.create(parent);
    this.mailboxes.set(next, mailbox);
    if (use !== undefined) this.specialUses.set(next, use);
    if (this.subscriptions.delete(name)) this.subscriptions.add(next);
  }

  private add(name: string): void {
    if (this.mailboxes.size >= MAX_MAILBOXES) throw new MailboxError('LIMIT', 'There are too many mailboxes');
    const mailbox = new Mailbox(this.nextUidValidity);
    this.nextUidValidity += 1;
    mailbox.listen((change) => {
      if (change.kind !== 'deleted') this.onChange(this.nameOf(mailbox) ?? name, change);
    });
    this.mailboxes.set(name, mailbox);
  }

  private nameOf(mailbox: Mailbox): string | undefined {
    return this.names().find((name) => this.mailboxes.get(name) === mailbox);
  }
}
