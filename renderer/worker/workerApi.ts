import type { AccountId, Operation, TextCharset, Uid } from '../../preload/contract/index.ts';
import type { MessageChange } from '../domain/messageChange.ts';
import type { FolderKey } from '../domain/rows.ts';

export type { MessageChange } from '../domain/messageChange.ts';

/** Names what `change` recorded, so that it can be undone. */
export interface ChangeReceipt {
  readonly operationIds: readonly Operation['opId'][];
}

/**
 * What the page asks of the one worker that syncs, writes and searches. Everything else the page reads by live
 * queries from IndexedDB. Calls resolve when the database holds the effect (not when the server does).
 */
export interface WorkerApi {
  /** Sync this account's folder list and watched folders now; all accounts when null. */
  syncNow(accountId: AccountId | null): Promise<void>;
  /** The person looks at this folder: its sync comes first. */
  openFolder(folder: FolderKey): Promise<void>;
  /** Brings the body into the cache if it is not there; rejects with a MailError when it cannot be had now. */
  ensureBody(folder: FolderKey, uid: Uid): Promise<void>;
  /**
   * Reads the message anew in `charset` (null: by its own labels), subject and names too, and keeps reading it so.
   * Resolves when what the database holds is read that way; rejects with a MailError and changes nothing otherwise.
   */
  chooseCharset(folder: FolderKey, uid: Uid, charset: TextCharset | null): Promise<void>;
  /** Records the change, repaints, pushes when online. */
  change(folder: FolderKey, uids: readonly Uid[], change: MessageChange): Promise<ChangeReceipt>;
  /** Takes a change back: unpushed ones are dropped, pushed ones get their inverse where one exists. */
  undo(receipt: ChangeReceipt): Promise<void>;
  /** Try parked operations again (`retry`) or give them up and show the server's truth (`discard`). */
  resolveParked(ids: readonly number[], decision: 'retry' | 'discard'): Promise<void>;
  /** Throws the cache away and builds it anew from the systems of record; refused while operations are pending. */
  rebuildCache(): Promise<void>;
}

/** State the worker pushes to the page, small and whole, each time it changes. */
export interface WorkerStatus {
  readonly accounts: Readonly<
    Record<
      AccountId,
      {
        readonly state: 'offline' | 'connecting' | 'online' | 'needsAttention';
        readonly errorCode: string | null;
        /** Messages brought so far of all that this run will bring; null when idle. */
        readonly progress: { readonly done: number; readonly total: number } | null;
      }
    >
  >;
  /** The host itself answers. */
  readonly connected: boolean;
  readonly pendingOperations: number;
  readonly parkedOperations: number;
}
