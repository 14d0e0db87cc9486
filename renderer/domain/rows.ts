import type {
  AccountId,
  EpochMs,
  FolderInfo,
  FolderPath,
  MailErrorData,
  MessageBody,
  MessageSummary,
  Operation,
  PartId,
  SyncCursor,
  TextCharset,
  Uid,
  UidSet,
  UidValidity,
} from '../../preload/contract/index.ts';

/** Names a folder across accounts: `accountId + '/' + path` (an account id holds no slash). */
export type FolderKey = string & { readonly __brand: 'FolderKey' };

/** A folder as the cache knows it. `total` and `unread` are kept by hand in the transaction that changes messages. */
export interface FolderRow extends Omit<FolderInfo, 'total' | 'unseen'> {
  readonly key: FolderKey;
  readonly accountId: AccountId;
  readonly total: number;
  readonly unread: number;
  readonly uidValidity: UidValidity | null;
  readonly cursor: SyncCursor | null;
  /** Summaries delivered so far, of all in the folder; null before the first step. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** The server's own numbers when it last told them; see `shownCounts`. */
  readonly serverCounts: { readonly total: number; readonly unseen: number | null } | null;
}

/** A message as the list shows it: the server's truth with pending operations laid over it. */
export interface MessageRow {
  readonly folder: FolderKey;
  readonly uid: Uid;
  /** Sort key: the Date header, else the arrival. */
  readonly date: EpochMs;
  readonly summary: MessageSummary;
  /** Flags as shown: `summary.flags` with pending operations laid over. */
  readonly flags: readonly string[];
  /** First words of the body, once it is cached; empty before. */
  readonly preview: string;
  readonly hasBody: boolean;
  /** What the person chose to read it in; absent while its own labels decide. Survives every sync of its folder. */
  readonly charset?: TextCharset;
  /** 1 when a pending operation moves or deletes it: kept, but in no list. */
  readonly hidden: 0 | 1;
}

export interface BodyRow {
  readonly folder: FolderKey;
  readonly uid: Uid;
  readonly body: MessageBody;
}

/** A change made here and not yet known to have reached the system of record. */
export interface PendingOperation {
  /** Assigned by the database, ascending in the order the person acted. */
  readonly id?: number;
  readonly folder: FolderKey;
  readonly uidValidity: UidValidity;
  readonly operation: Operation;
  readonly madeAt: EpochMs;
  /**
   * `pushing`: handed to the host, and nothing certain is known of it yet, not even after a restart; repeating it is
   * safe. `parked`: it needs the person's attention (rejected, or its UIDs mean nothing any more). */
  readonly state: 'pending' | 'pushing' | 'parked';
  readonly error: MailErrorData | null;
  /**
   * The person took it back while nobody knew whether it had happened. It no longer shows; when it turns out to be
   * applied, its inverse is recorded in the same transaction.
   */
  readonly undoWanted?: boolean;
}

/** An attachment whose bytes have been fetched. */
export interface PartRow {
  readonly folder: FolderKey;
  readonly uid: Uid;
  readonly partId: PartId;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * What is needed to take a change back, kept beside its operation and for a while after it was pushed.
 */
export interface ChangeRow {
  readonly opId: Operation['opId'];
  readonly folder: FolderKey;
  readonly uidValidity: UidValidity;
  readonly operation: Operation;
  readonly madeAt: EpochMs;
  /** For flags: exactly what changed, reversed. Empty for the rest. */
  readonly inverseFlags: readonly {
    readonly uids: UidSet;
    readonly add: readonly string[];
    readonly remove: readonly string[];
  }[];
  readonly applied: boolean;
  /** Where a move or copy put the messages (COPYUID); empty when the server did not say. */
  readonly copied: readonly { readonly from: Uid; readonly to: Uid }[];
}

export const folderKey = (accountId: AccountId, path: FolderPath): FolderKey =>
  `${accountId}/${path}` as FolderKey;

/** The inverse of folderKey. */
export function splitFolderKey(key: FolderKey): { accountId: AccountId; path: FolderPath } {
  const slash = key.indexOf('/');
  // Both halves were branded when the key was made.
  return { accountId: key.slice(0, slash) as AccountId, path: key.slice(slash + 1) as FolderPath };
}
