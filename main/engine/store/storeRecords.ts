import type { FolderRole, WitnessEvent, WitnessRecord } from './storeTypes.ts';
import { StoreError } from './StoreError.ts';

/** The kinds of journal records; README.md says what each field means. */
export interface FolderRecord {
  readonly kind: 'folder';
  readonly folder: number;
  readonly name: string;
  readonly parent: number | null;
  readonly role: FolderRole | null;
  readonly uidValidity: number;
  /** Present in snapshots only. */
  readonly uidNext?: number;
  readonly modseq: number;
}
export interface FolderDeletedRecord {
  readonly kind: 'folderDeleted';
  readonly folder: number;
  readonly modseq: number;
}
export interface StoredRecord {
  readonly kind: 'stored';
  readonly folder: number;
  readonly uid: number;
  readonly modseq: number;
  readonly segment: number;
  readonly offset: number;
  readonly storedLength: number;
  readonly size: number;
  readonly sha256: string;
  readonly escaped: number;
  readonly trailer: number;
  readonly receivedAtMs: number;
  readonly flags: readonly string[];
  readonly witness?: string;
}
/** The i-th change has modseq + i. */
export interface FlagsRecord {
  readonly kind: 'flags';
  readonly folder: number;
  readonly modseq: number;
  readonly changes: readonly (readonly [uid: number, flags: readonly string[]])[];
}
/** The i-th pair has modseq + i, in both folders. */
export interface TransferredRecord {
  readonly kind: 'copied' | 'moved';
  readonly from: number;
  readonly to: number;
  readonly modseq: number;
  readonly pairs: readonly (readonly [uid: number, newUid: number])[];
  /** Names a copy that may be asked for again when its answer was lost. */
  readonly op?: string;
}
/** Snapshot only: a copy that was made, for when it is asked for again. */
export interface CopyMadeRecord {
  readonly kind: 'copyMade';
  readonly op: string;
  readonly pairs: readonly (readonly [uid: number, newUid: number])[];
}
/** The i-th uid has modseq + i. */
export interface ExpungedRecord {
  readonly kind: 'expunged';
  readonly folder: number;
  readonly modseq: number;
  readonly uids: readonly number[];
}
export interface WitnessEventRecord {
  readonly kind: 'witness';
  readonly witness: string;
  readonly event: WitnessEvent;
}
export interface RelocatedRecord {
  readonly kind: 'relocated';
  readonly segment: number;
  readonly moves: readonly (readonly [offset: number, segment: number, newOffset: number])[];
}
export interface SealedRecord {
  readonly kind: 'sealed';
  readonly segment: number;
  readonly sizeBytes: number;
}
/** Snapshot only: the counters as they stand. */
export interface CountersRecord {
  readonly kind: 'counters';
  readonly modseq: number;
  readonly folder: number;
  readonly uidValidity: number;
}
/** Snapshot only: what vanished from a folder; history at or below `floor` was dropped. */
export interface VanishedRecord {
  readonly kind: 'vanished';
  readonly folder: number;
  readonly floor: number;
  readonly items: readonly (readonly [uid: number, modseq: number])[];
}
/** A witness whose `stored` record is gone or has another state (in a snapshot), or a second one for the same message. */
export interface WitnessedRecord {
  readonly kind: 'witnessed';
  readonly witness: string;
  readonly state: WitnessRecord['state'];
  readonly storedAtMs: number;
  readonly sha256: string;
  /** Segment and offset while a folder holds the message. */
  readonly at: readonly [segment: number, offset: number] | null;
}

export type StoreRecord =
  | FolderRecord
  | FolderDeletedRecord
  | StoredRecord
  | FlagsRecord
  | TransferredRecord
  | ExpungedRecord
  | WitnessEventRecord
  | RelocatedRecord
  | SealedRecord
  | CountersRecord
  | VanishedRecord
  | WitnessedRecord
  | CopyMadeRecord;

type Check = (value: unknown) => boolean;
const count: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const time: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const text: Check = (value) => typeof value === 'string';
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const tuple =
  (...checks: readonly Check[]): Check =>
  (value) =>
    Array.isArray(value) && value.length === checks.length && checks.every((check, at) => check(value[at]));
const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);

const transferred = {
  from: count,
  to: count,
  modseq: count,
  pairs: list(tuple(count, count)),
  op: optional(text),
};
const checks: Readonly<Record<StoreRecord['kind'], Readonly<Record<string, Check>>>> = {
  folder: {
    folder: count,
    name: text,
    parent: orNull(count),
    role: orNull(oneOf('inbox', 'drafts', 'sent', 'trash', 'junk', 'archive')),
    uidValidity: count,
    uidNext: optional(count),
    modseq: count,
  },
  folderDeleted: { folder: count, modseq: count },
  stored: {
    folder: count,
    uid: count,
    modseq: count,
    segment: count,
    offset: count,
    storedLength: count,
    size: count,
    sha256: (value) => typeof value === 'string' && value.length === 64,
    escaped: count,
    trailer: count,
    receivedAtMs: time,
    flags: list(text),
    witness: optional(text),
  },
  flags: { folder: count, modseq: count, changes: list(tuple(count, list(text))) },
  copied: transferred,
  moved: transferred,
  expunged: { folder: count, modseq: count, uids: list(count) },
  witness: { witness: text, event: oneOf('deleting', 'deleted', 'forgotten') },
  relocated: { segment: count, moves: list(tuple(count, count, count)) },
  sealed: { segment: count, sizeBytes: count },
  counters: { modseq: count, folder: count, uidValidity: count },
  vanished: { folder: count, floor: count, items: list(tuple(count, count)) },
  copyMade: { op: text, pairs: list(tuple(count, count)) },
  witnessed: {
    witness: text,
    state: oneOf('stored', 'deleting', 'deleted'),
    storedAtMs: time,
    sha256: text,
    at: orNull(tuple(count, count)),
  },
};
const entries = new Map(
  Object.entries(checks).map(([kind, fields]) => [kind, Object.entries(fields)] as const),
);

/** Checks one journal value field by field; throws `unknownFormat` on anything this version does not know. */
export const parseStoreRecord = (value: unknown): StoreRecord => {
  if (typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string') {
    const record = value as Readonly<Record<string, unknown>>; // an object; each field is checked below
    const fields = entries.get(value.kind);
    if (fields?.every(([name, check]) => check(record[name])) === true) return value as StoreRecord; // just checked
  }
  throw new StoreError('unknownFormat', 'The journal holds a record this version of Naru does not know');
};
