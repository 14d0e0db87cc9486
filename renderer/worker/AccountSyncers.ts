import type { Account, AccountId } from '../../preload/contract/index.ts';
import { accountLockName, type LockProvider } from '../sync/accountLock.ts';
import { AccountSyncer } from '../sync/AccountSyncer.ts';
import type { AccountStatus } from '../sync/StatusReporter.ts';
import type { BodyFetcher } from '../sync/BodyFetcher.ts';
import type { SyncPorts } from '../sync/SyncPorts.ts';

export interface AccountSyncersOptions {
  readonly ports: SyncPorts;
  readonly locks: LockProvider;
  readonly bodies: BodyFetcher;
  readonly isConnected: () => boolean;
  readonly onStatus: (accountId: AccountId, status: AccountStatus) => void;
  readonly onError: (error: unknown) => void;
}

interface Entry {
  readonly fingerprint: string;
  readonly end: AbortController;
  readonly done: Promise<void>;
  /** Present while this worker holds the account's lock. */
  syncer: AccountSyncer | null;
}

/** The syncers of the accounts whose lock this worker holds; for the others it stands in line. */
export class AccountSyncers {
  readonly #options: AccountSyncersOptions;
  readonly #entries = new Map<AccountId, Entry>();

  constructor(options: AccountSyncersOptions) {
    this.#options = options;
  }

  /** Starts syncers for new accounts, restarts those whose settings changed, ends those that are gone. */
  reconcile(accounts: readonly Account[]): void {
    const wanted = new Map(accounts.map((account) => [account.id, account]));
    for (const [id, entry] of this.#entries) {
      const account = wanted.get(id);
      if (account !== undefined && JSON.stringify(account) === entry.fingerprint) continue;
      entry.end.abort();
      this.#entries.delete(id);
    }
    for (const account of wanted.values()) if (!this.#entries.has(account.id)) this.#start(account);
  }

  /** The syncer of an account, if it runs here. */
  of(accountId: AccountId): AccountSyncer | undefined {
    return this.#entries.get(accountId)?.syncer ?? undefined;
  }

  /** All syncers that run here. */
  all(): readonly AccountSyncer[] {
    return [...this.#entries.values()].flatMap(({ syncer }) => (syncer === null ? [] : [syncer]));
  }

  /** Account ids, whether their syncer runs here or in another tab. */
  ids(): readonly AccountId[] {
    return [...this.#entries.keys()];
  }

  /** Resolves when every syncer has ended its job and given up its lock. */
  async stop(): Promise<void> {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    for (const { end } of entries) end.abort();
    await Promise.all(entries.map(({ done }) => done));
  }

  #start(account: Account): void {
    const { ports, locks, bodies, isConnected, onStatus, onError } = this.#options;
    const end = new AbortController();
    const run = async (): Promise<void> => {
      const name = accountLockName(ports.database.name, account.id);
      await locks.hold(name, end.signal, async () => {
        if (end.signal.aborted) return;
        const syncer = new AccountSyncer(ports, account, bodies, {
          isConnected,
          onStatus: (status) => onStatus(account.id, status),
        });
        entry.syncer = syncer;
        onStatus(account.id, syncer.status);
        await syncer.run(end.signal);
      });
    };
    const entry: Entry = {
      fingerprint: JSON.stringify(account),
      end,
      // Started a turn later, when `entry` is there to be filled.
      done: Promise.resolve().then(run).catch(onError),
      syncer: null,
    };
    this.#entries.set(account.id, entry);
  }
}
