import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { Account, AccountId, MailError, type AccountDraft } from '../../../preload/contract/index.ts';
import { readFileIfExists } from '../store/readFileIfExists.ts';
import { writeFileDurably } from '../store/writeFileDurably.ts';

const StoredAccounts = z.strictObject({ version: z.literal(1), accounts: z.array(Account) });

/** The id of a demo account: the same at every start, so that drafts and outgoing mail still have their sender. */
export const demoAccountId = (address: string): AccountId =>
  AccountId.parse(`demo-${address.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 64));

/** A fresh id for an account. */
export const newAccountId = (): AccountId => AccountId.parse(`a-${randomBytes(8).toString('hex')}`);

/**
 * The accounts of this data directory, in the person's order, in `accounts.json`: read once, written durably
 * before a change is answered. Secrets are not in it. Demo accounts are kept in memory alone.
 */
export class AccountStore {
  #accounts: readonly Account[];
  #lastWrite: Promise<void> = Promise.resolve();

  private constructor(
    private readonly path: string,
    accounts: readonly Account[],
  ) {
    this.#accounts = accounts;
  }

  /** Rejects with `store.corrupt` when the file is there and cannot be understood: nothing is overwritten. */
  static async open(dataDir: string): Promise<AccountStore> {
    const path = join(dataDir, 'accounts.json');
    const bytes = await readFileIfExists(path);
    if (bytes === undefined) return new AccountStore(path, []);
    return new AccountStore(path, parseAccounts(path, bytes));
  }

  list(): readonly Account[] {
    return this.#accounts;
  }

  /** Throws `account.unknown`. */
  get(id: AccountId): Account {
    const account = this.#accounts.find((candidate) => candidate.id === id);
    if (account === undefined)
      throw new MailError('account.unknown', `no account ${id}`, { scope: 'account' });
    return account;
  }

  /** Rejects with `account.exists` when an account reads the same mailbox already. */
  async add(id: AccountId, draft: AccountDraft, isDemo: boolean): Promise<Account> {
    const account: Account = { ...draft, id, isDemo };
    await this.#change((accounts) => {
      const same = accounts.find((other) => mailboxOf(other) === mailboxOf(draft));
      if (same === undefined) return [...accounts, account];
      const details = { scope: 'account', subject: same.label } as const;
      throw new MailError('account.exists', 'this mailbox is already set up', details);
    });
    return account;
  }

  async update(account: Account): Promise<Account> {
    const before = this.get(account.id);
    const after: Account = { ...account, isDemo: before.isDemo };
    await this.#change((accounts) => accounts.map((other) => (other.id === account.id ? after : other)));
    return after;
  }

  async remove(id: AccountId): Promise<Account> {
    const account = this.get(id);
    await this.#change((accounts) => accounts.filter((other) => other.id !== id));
    return account;
  }

  /** One change after the other; the memory follows the disk, so a failed write changes nothing. */
  #change(next: (accounts: readonly Account[]) => readonly Account[]): Promise<void> {
    const write = this.#lastWrite
      .catch(() => undefined /* reported to whoever asked for that change */)
      .then(async () => {
        const accounts = next(this.#accounts);
        const stored = { version: 1, accounts: accounts.filter((account) => !account.isDemo) };
        await writeFileDurably(this.path, new TextEncoder().encode(`${JSON.stringify(stored, null, 2)}\n`));
        this.#accounts = accounts;
      });
    this.#lastWrite = write;
    return write;
  }
}

function parseAccounts(path: string, bytes: Uint8Array): readonly Account[] {
  try {
    return StoredAccounts.parse(JSON.parse(new TextDecoder().decode(bytes))).accounts;
  } catch (error) {
    throw new MailError('store.corrupt', `${path} cannot be read as accounts`, {
      scope: 'app',
      subject: path,
      cause: error,
    });
  }
}

function mailboxOf({ incoming: { protocol, server } }: AccountDraft): string {
  return [protocol, server.host.toLowerCase(), server.port, server.user].join(' ');
}
