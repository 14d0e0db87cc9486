import type { FileSystem } from './FileSystem.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = number & { readonly [brand]: Name };

/** A folder of one store; never reused. */
export type FolderId = Branded<'FolderId'>;
/** A message's number in one folder, ascending, never reused while `uidValidity` stands (as IMAP's UID). */
export type StoreUid = Branded<'StoreUid'>;

export type FolderRole = 'inbox' | 'drafts' | 'sent' | 'trash' | 'junk' | 'archive';

export interface FolderInfo {
  readonly id: FolderId;
  readonly name: string;
  readonly parent: FolderId | null;
  readonly role: FolderRole | null;
  readonly uidValidity: number;
  readonly uidNext: number;
  /** Highest change number of anything in this folder, vanished messages included. */
  readonly highestModseq: number;
  readonly messages: number;
  readonly unseen: number;
}

/** What the index knows of a message without opening a segment. */
export interface MessageInfo {
  readonly uid: StoreUid;
  readonly modseq: number;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly receivedAtMs: number;
  readonly flags: readonly string[];
}

/** First and last uid, both included. */
export type UidRange = readonly [first: number, last: number];

/** Changes after a modseq, oldest first; ask again from `modseq` while `more`. Applying a page twice changes nothing. */
export interface FolderChanges {
  readonly changed: readonly MessageInfo[];
  /** May name uids the asker never saw (as QRESYNC's VANISHED may). */
  readonly vanished: readonly UidRange[];
  readonly modseq: number;
  readonly more: boolean;
}

/** A message's bytes in a segment, complete but not yet part of the store. Opaque: hand it to `commit`. */
export interface StagedMessage {
  readonly segment: number;
  readonly offset: number;
  readonly storedLength: number;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly escaped: number;
  readonly trailer: number;
  /** Counts the failures of its segment; an older one means that the bytes are gone. */
  readonly generation: number;
}

export interface CommitItem {
  readonly staged: StagedMessage;
  readonly folder: FolderId;
  readonly flags: readonly string[];
  readonly receivedAtMs: number;
  /** Where it came from, e.g. a UIDL. A second commit with the same witness is answered `duplicate`, nothing stored. */
  readonly witness?: string;
}

export type CommitResult =
  | { readonly status: 'stored'; readonly uid: StoreUid; readonly modseq: number }
  | { readonly status: 'duplicate'; readonly witness: string };

/** One message on its way into the open segment. Exactly one of `finish` and `abort` ends it. */
export interface MessageAppend {
  /** The exact bytes, in any pieces; copied before it resolves. Await each call: that is the backpressure. */
  write(chunk: Uint8Array): Promise<void>;
  /** All bytes are in. Not durable before `commit`. */
  finish(): Promise<StagedMessage>;
  /** Forgets the bytes. Resolves also after a failed `write`. */
  abort(): Promise<void>;
}

/** Intent to delete on the server, confirmed deletion, or "forget this witness" (it may then be stored anew). */
export type WitnessEvent = 'deleting' | 'deleted' | 'forgotten';

export interface WitnessRecord {
  readonly witness: string;
  readonly state: 'stored' | 'deleting' | 'deleted';
  readonly storedAtMs: number;
  readonly sha256: string;
  /** False once no folder holds the message any more. */
  readonly held: boolean;
}

export interface MessageStoreOptions {
  /** One directory per account; created if missing. One process at a time. */
  readonly directory: string;
  readonly fileSystem?: FileSystem;
  readonly nowMs: () => number;
  /** A segment above this size takes no further message. Default 64 MiB. */
  readonly segmentLimitBytes?: number;
}

export interface VerifyReport {
  readonly checked: number;
  readonly bytes: number;
  readonly damaged: readonly {
    /** `missing`: its segment file is gone or too short. `damaged`: other bytes than were stored. `unreadable`: the medium fails. */
    readonly kind: 'missing' | 'damaged' | 'unreadable';
    /** Every folder entry that shows it. */
    readonly places: readonly { readonly folder: FolderId; readonly uid: StoreUid }[];
    readonly sha256: string;
    readonly segment: number;
    readonly offset: number;
    readonly reason: string;
  }[];
}

/** Where one uid went. */
export interface TransferredUid {
  readonly from: StoreUid;
  readonly to: StoreUid;
}
