import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AccountId,
  MailError,
  toErrorData,
  type Account,
  Uid,
  type FolderPath,
  type UidValidity,
} from '../../../preload/contract/index.ts';
import type { AccountSecretsBook } from '../accounts/AccountSecretsBook.ts';
import type { AccountStore } from '../accounts/AccountStore.ts';
import { createImapSource } from '../imap/createImapSource.ts';
import { mailLanguages } from '../mime/mailLanguages.ts';
import type { Clock, EmitEvent, Logger, MailSource, MessageParser } from '../ports.ts';
import { splitWitness, witnessPrefix } from '../pop3/WitnessBook.ts';
import { ensureDirectory } from '../store/ensureDirectory.ts';
import type { FileSystem } from '../store/FileSystem.ts';
import { folderAt } from '../store/folderPaths.ts';
import { MessageStore } from '../store/MessageStore.ts';
import { nodeFileSystem } from '../store/nodeFileSystem.ts';
import { StoreSource } from '../store/StoreSource.ts';
import type { StoreUid } from '../store/storeTypes.ts';
import { StoreUpkeep } from '../store/StoreUpkeep.ts';
import { toMailError } from '../store/toMailError.ts';
import type { Transcripts } from '../transcript/Transcripts.ts';
import { Collections, type Collected } from './Collections.ts';

/** Connections of one IMAP account at once: one for the person, one for the background, one that listens. */
const IMAP_CONNECTIONS = 3;

interface OpenSource {
  readonly source: MailSource;
  /** The disk store of a POP3 account. */
  readonly store: MessageStore | null;
  readonly upkeep: StoreUpkeep | null;
}

export interface AccountSourcesParts {
  readonly dataDir: string;
  readonly accounts: AccountStore;
  readonly secrets: AccountSecretsBook;
  readonly transcripts: Transcripts;
  readonly parser: MessageParser;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: EmitEvent;
  /** Of the POP3 accounts' stores. */
  readonly fileSystem?: FileSystem;
}

interface Watch {
  readonly folders: readonly FolderPath[];
  readonly onChange: (folder: FolderPath) => void;
}

/**
 * Opens each account's mail once, when it is first asked for, and closes it when the account changes or goes, or its
 * disk store has lost an fsync. A store is never opened before the former one on its directory is closed.
 */
export class AccountSources {
  readonly #open = new Map<AccountId, Promise<OpenSource>>();
  readonly #closing = new Map<AccountId, Promise<void>>();
  readonly #collections: Collections;
  /** What is watched outlives the source that watches it. */
  readonly #watches = new Map<AccountId, Watch>();

  constructor(private readonly parts: AccountSourcesParts) {
    this.#collections = new Collections(parts, async (id) => (await this.#opened(id)).store);
  }

  /** Removes what demo accounts of an earlier run left on the disk; their world is gone. */
  async forgetDemo(): Promise<void> {
    await rm(join(this.parts.dataDir, 'demo'), { recursive: true, force: true });
  }

  async source(id: AccountId): Promise<MailSource> {
    return (await this.#opened(id)).source;
  }

  /** What the account's mail is likely written in: for charsets that nobody names. */
  languages(id: AccountId): readonly string[] {
    return mailLanguages(this.parts.accounts.get(id), Intl.DateTimeFormat().resolvedOptions().locale);
  }

  /** Replaces what is watched of this account, also when its mail is closed and opened again. */
  async watch(
    id: AccountId,
    folders: readonly FolderPath[],
    onChange: (folder: FolderPath) => void,
  ): Promise<void> {
    const source = await this.source(id);
    this.#watches.set(id, { folders, onChange });
    source.watch(folders, onChange);
  }

  /** Collects an account's maildrop. `notSupported` for an account that is not read by POP3. */
  collect(id: AccountId, signal: AbortSignal): Promise<Collected> {
    return this.#collections.collect(id, signal);
  }

  /** Fetches the rest of a message of which only the header is here; its maildrop may be another account's (a common Inbox). */
  async collectRest(
    id: AccountId,
    where: { readonly folder: FolderPath; readonly uidValidity: UidValidity; readonly uid: Uid },
    signal: AbortSignal,
  ): Promise<{ uid: Uid | null }> {
    const { store } = await this.#opened(id);
    const gone = (): MailError =>
      new MailError('mail.messageGone', 'the rest of this message is nowhere', { scope: 'message' });
    const witness = store === null ? undefined : headerWitness(store, where);
    if (store === null || witness === undefined) throw gone();
    const { owner, id: header } = splitWitness(witness);
    const whole = header.slice('top:'.length);
    const account = owner === null ? id : this.parts.accounts.get(AccountId.parse(owner)).id;
    await this.#collections.collect(account, signal, new Set([whole]));
    const name = witnessPrefix(owner) + whole;
    if (!store.hasWitness(name)) throw gone();
    const { id: here } = folderAt(store, where.folder);
    const row = store.holders(name).find(({ folder }) => folder === here);
    return { uid: row === undefined ? null : Uid.parse(row.uid) };
  }

  /** Closes what is open of this account; the next request opens it with the settings of that moment. */
  close(id: AccountId): Promise<void> {
    const open = this.#open.get(id);
    if (open === undefined) return this.#closing.get(id) ?? Promise.resolve();
    this.#open.delete(id);
    const closing = this.#shut(id, open).finally(() => this.#closing.delete(id));
    // Whoever waits for the directory only needs it to be over; the failure is the closer's.
    const over = closing.catch(() => undefined);
    this.#closing.set(id, over);
    return closing;
  }

  /** The account is gone: closes it, and watches nothing of it any more. What is on the disk stays. */
  async forget(id: AccountId): Promise<void> {
    this.#watches.delete(id);
    await this.close(id);
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys(), ...this.#closing.keys()].map((id) => this.close(id)));
  }

  async #shut(id: AccountId, open: Promise<OpenSource>): Promise<void> {
    await this.#collections.end(id);
    const opened = await open.catch(() => null);
    await opened?.upkeep?.stop();
    await opened?.source.close();
    await opened?.store?.close();
  }

  async #opened(id: AccountId): Promise<OpenSource> {
    for (;;) {
      while (this.#closing.has(id)) await this.#closing.get(id);
      const opening = this.#open.get(id) ?? this.#begin(id);
      const opened = await opening;
      if (opened.store?.poisoned !== true) return opened;
      // What the disk holds after a failed fsync is unknown to this store; one opened anew reads it.
      this.parts.logger.log('warn', 'store', 'opened again after the disk failed', { accountId: id });
      if (this.#open.get(id) === opening) await this.close(id);
    }
  }

  #begin(id: AccountId): Promise<OpenSource> {
    const opening = this.#start(this.parts.accounts.get(id)).then((opened) => {
      const watched = this.#watches.get(id);
      if (watched !== undefined) opened.source.watch(watched.folders, watched.onChange);
      return opened;
    });
    this.#open.set(id, opening);
    // A store that could not be opened (a full disk, a passphrase) is tried again at the next request.
    opening.catch(() => {
      if (this.#open.get(id) === opening) this.#open.delete(id);
    });
    return opening;
  }

  async #start(account: Account): Promise<OpenSource> {
    const { clock, logger, transcripts, secrets, parser, emit, fileSystem = nodeFileSystem } = this.parts;
    const { incoming } = account;
    if (incoming.protocol === 'imap') {
      const source = createImapSource({
        account: { id: account.id, server: incoming.server },
        getSecret: () => secrets.get(account, 'incoming'),
        clock,
        logger,
        transcripts,
        copiesFile: account.isDemo ? null : join(this.parts.dataDir, 'imap', account.id, 'copies'),
        connectionLimit: IMAP_CONNECTIONS,
        emitStatus: (status, error) => emit('account.status', { accountId: account.id, status, error }),
      });
      return { source, store: null, upkeep: null };
    }
    let store: MessageStore | null = null;
    try {
      const nowMs = (): number => clock.now();
      const parent = join(this.parts.dataDir, account.isDemo ? 'demo' : 'mail');
      await ensureDirectory(parent, fileSystem);
      store = await MessageStore.open({ directory: join(parent, account.id), nowMs, fileSystem });
      const languages = this.languages(account.id);
      const summarize: MessageParser['summarize'] = (bytes, signal) =>
        parser.summarize(bytes, signal, { languages });
      const source = await StoreSource.open({ store, summarize, nowMs });
      return { source, store, upkeep: this.#keepUp(account, store) };
    } catch (error) {
      await store?.close();
      throw toMailError(error, 'mail.folderNotFound', 'account');
    }
  }

  #keepUp({ id: accountId, label }: Account, store: MessageStore): StoreUpkeep {
    const { clock, logger, emit } = this.parts;
    const details = { scope: 'account', subject: label } as const;
    return new StoreUpkeep({
      store,
      clock,
      logger,
      onDamage: ({ damaged }) => {
        const error = new MailError('store.corrupt', `${damaged.length} messages are damaged`, details);
        emit('account.status', { accountId, status: 'needsAttention', error: toErrorData(error) });
      },
    });
  }
}

/** The witness by which a row is known as a header without its message. */
function headerWitness(
  store: MessageStore,
  { folder, uidValidity, uid }: { folder: FolderPath; uidValidity: UidValidity; uid: Uid },
): string | undefined {
  try {
    const found = folderAt(store, folder);
    if (found.uidValidity !== uidValidity) return undefined;
    return store
      .witnessesOf(found.id, uid as number as StoreUid) // the contract's uids of this account are the store's
      .find((witness) => splitWitness(witness).id.startsWith('top:'));
  } catch (error) {
    throw toMailError(error, 'mail.messageGone', 'message');
  }
}
