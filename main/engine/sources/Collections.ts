import {
  FolderPath,
  MailError,
  toErrorData,
  type Account,
  type AccountId,
} from '../../../preload/contract/index.ts';
import type { AccountSecretsBook } from '../accounts/AccountSecretsBook.ts';
import type { AccountStore } from '../accounts/AccountStore.ts';
import { runCollection } from '../pop3/pop3Session.ts';
import { responseCode } from '../pop3/pop3Errors.ts';
import { WitnessBook, witnessPrefix, type WitnessPlace } from '../pop3/WitnessBook.ts';
import type { Clock, EmitEvent, Logger } from '../ports.ts';
import { foldersByPath } from '../store/folderPaths.ts';
import type { MessageStore } from '../store/MessageStore.ts';
import type { Transcripts } from '../transcript/Transcripts.ts';
import { SharedRun } from './SharedRun.ts';

export interface Collected {
  readonly stored: number;
  readonly deletedOnServer: number;
}

interface CollectionsParts {
  readonly accounts: AccountStore;
  readonly secrets: AccountSecretsBook;
  readonly transcripts: Transcripts;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: EmitEvent;
}

interface Running {
  readonly run: SharedRun<Collected>;
  readonly wanted: ReadonlySet<string>;
  /** Accounts whose stores it uses. */
  readonly uses: ReadonlySet<AccountId>;
}

/** Where an account's mail goes and went: its stores are open. */
interface Target {
  readonly account: Account;
  readonly book: WitnessBook;
  readonly uses: ReadonlySet<AccountId>;
}

const nothingWanted: ReadonlySet<string> = new Set();
/** Least time between two reports of progress. */
const PROGRESS_EVERY_MS = 100;
/** When a server refuses a login as too early and never said how long to wait. */
const UNKNOWN_DELAY_MS = 5 * 60_000;

/** The runs that empty maildrops. A maildrop has one reader at a time (RFC 1939 section 4); who asks meanwhile gets the same run's result. */
export class Collections {
  readonly #running = new Map<AccountId, Running>();
  /** Servers that want time between two logins (LOGIN-DELAY, RFC 2449 section 6.5) are left alone until then. */
  readonly #notBefore = new Map<AccountId, number>();

  /** `storeOf` opens the disk store of an account; null for one that has none. */
  constructor(
    private readonly parts: CollectionsParts,
    private readonly storeOf: (id: AccountId) => Promise<MessageStore | null>,
  ) {}

  /** `wanted`: ids to fetch whole whatever their size. A run that the server would refuse as too early does nothing. */
  async collect(
    id: AccountId,
    signal: AbortSignal,
    wanted: ReadonlySet<string> = nothingWanted,
  ): Promise<Collected> {
    for (;;) {
      // Opened before the run: closing waits for the run, which therefore must not wait for closing.
      const target = await this.#target(id);
      signal.throwIfAborted();
      const running = this.#running.get(id);
      if (running === undefined) {
        const isTooEarly = this.parts.clock.now() < (this.#notBefore.get(id) ?? 0);
        if (isTooEarly && wanted.size === 0) return { stored: 0, deletedOnServer: 0 };
        return this.#start(target, wanted).join(signal);
      }
      const isEnough = [...wanted].every((one) => running.wanted.has(one));
      if (!running.run.isEnding && isEnough) return running.run.join(signal);
      if (running.run.isEnding) await running.run.end();
      // Another run follows whatever came of this one; only our own signal ends the wait.
      else await running.run.join(signal).catch(() => signal.throwIfAborted());
    }
  }

  /** Ends the runs that use this account's store. */
  async end(id: AccountId): Promise<void> {
    const using = [...this.#running.values()].filter(({ uses }) => uses.has(id));
    await Promise.all(using.map(({ run }) => run.end()));
  }

  #start(target: Target, wanted: ReadonlySet<string>): SharedRun<Collected> {
    const { id } = target.account;
    const run = new SharedRun((signal) =>
      this.#collectInto(target, wanted, signal).finally(() => this.#running.delete(id)),
    );
    this.#running.set(id, { run, wanted, uses: target.uses });
    return run;
  }

  /** The account's own Inbox, or that of the account it shares one with; then every store its mail may have gone to before. */
  async #target(id: AccountId): Promise<Target> {
    const { accounts, logger } = this.parts;
    const account = accounts.get(id);
    const own = await this.storeOf(id);
    const { incoming, isDemo } = account;
    if (incoming.protocol !== 'pop3' || own === null)
      throw new MailError('notSupported', 'only POP3 accounts are collected', { scope: 'account' });
    const places: WitnessPlace[] = [{ store: own, prefix: witnessPrefix(null) }];
    const uses = new Set([id]);
    for (const other of accounts.list()) {
      const isShared = other.incoming.protocol === 'pop3' && other.isDemo === isDemo && other.id !== id;
      if (!isShared) continue;
      const isTarget = other.id === incoming.deliverTo;
      try {
        const store = await this.storeOf(other.id);
        if (store === null) continue;
        const place = { store, prefix: witnessPrefix(id) };
        if (isTarget) places.unshift(place);
        else places.push(place);
        uses.add(other.id);
      } catch (error) {
        if (isTarget) throw error;
        logger.log('warn', 'pop3', 'a store that may hold mail of this account could not be opened', {
          accountId: id,
          other: other.id,
        });
      }
    }
    // Never empty: the account's own store is in it.
    return { account, book: new WitnessBook(places as [WitnessPlace, ...WitnessPlace[]]), uses };
  }

  async #collectInto(
    { account, book }: Target,
    wanted: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<Collected> {
    const { secrets, transcripts, clock, emit } = this.parts;
    const { id: accountId, incoming } = account;
    const inbox = book.places[0].store.folders().find(({ role }) => role === 'inbox')?.id;
    if (incoming.protocol !== 'pop3' || inbox === undefined)
      throw new MailError('notSupported', 'there is no Inbox to collect into', { scope: 'account' });
    const status = (
      state: 'connecting' | 'online' | 'offline' | 'needsAttention',
      error: unknown = null,
    ): void =>
      emit('account.status', { accountId, status: state, error: error === null ? null : toErrorData(error) });
    status('connecting');
    try {
      const secret = await secrets.get(account, 'incoming');
      const { loginDelaySeconds, ...result } = await runCollection({
        accountId,
        server: incoming.server,
        secret,
        transcripts,
        signal,
        book,
        inbox,
        policy: {
          leave: incoming.leaveOnServer,
          largestWholeBytes: incoming.largestWholeBytes ?? null,
          wanted,
        },
        nowMs: () => clock.now(),
        onProgress: this.#progress(accountId),
      });
      this.#notBefore.set(accountId, clock.now() + loginDelaySeconds * 1000);
      status('online');
      return result;
    } catch (error) {
      if (error instanceof MailError && responseCode(error.data.serverReply ?? '') === 'LOGIN-DELAY')
        this.#notBefore.set(accountId, clock.now() + UNKNOWN_DELAY_MS);
      const waits = error instanceof MailError && error.data.retry === 'afterChange';
      status(waits ? 'needsAttention' : 'offline', error);
      throw error;
    } finally {
      this.#tellOwner(account, book.places[0].store);
    }
  }

  /** Mail that went into another account's Inbox is news there; whoever asked for the run looks into their own anyway. */
  #tellOwner({ incoming }: Account, store: MessageStore): void {
    const owner = incoming.protocol === 'pop3' ? incoming.deliverTo : undefined;
    if (owner === undefined || owner === null) return;
    for (const [path, { role }] of foldersByPath(store))
      if (role === 'inbox')
        this.parts.emit('folder.changed', { accountId: owner, folder: FolderPath.parse(path) });
  }

  #progress(accountId: AccountId): (done: number, total: number) => void {
    let lastMs = -Infinity;
    return (done, total) => {
      const nowMs = this.parts.clock.now();
      if (done !== total && nowMs - lastMs < PROGRESS_EVERY_MS) return;
      lastMs = nowMs;
      this.parts.emit('collect.progress', { accountId, done, total });
    };
  }
}
