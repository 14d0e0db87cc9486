import { StoreError } from './StoreError.ts';
import type { Folder, StoreIndex } from './StoreIndex.ts';
import type {
  FlagsRecord,
  FolderRecord,
  StoredRecord,
  TransferredRecord,
  WitnessedRecord,
} from './storeRecords.ts';
import { assertPlaceFree, checkedFlags, checkedFolderName, checkedWitness, folderOf } from './storeRules.ts';
import type { CommitItem, CommitResult, FolderId, FolderRole, StoreUid } from './storeTypes.ts';

/** What to change of a folder; absent stays as it is. */
export interface FolderChange {
  readonly name?: string;
  readonly parent?: FolderId | null;
  readonly role?: FolderRole | null;
}
export interface FlagChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

const maximumUid = 4_294_967_295;

/** The record that creates a folder (no `id`) or changes one. */
export const planFolder = (
  index: StoreIndex,
  wanted: FolderChange & { readonly id?: FolderId; readonly nowMs: number },
): FolderRecord => {
  const known = wanted.id === undefined ? undefined : folderOf(index, wanted.id);
  const name =
    wanted.name === undefined && known !== undefined ? known.name : checkedFolderName(wanted.name ?? '');
  const parent = wanted.parent === undefined ? (known?.parent ?? null) : wanted.parent;
  assertPlaceFree(index, { id: known?.id ?? null, name, parent });
  return {
    kind: 'folder',
    folder: known?.id ?? index.lastFolder + 1,
    name,
    parent,
    role: wanted.role === undefined ? (known?.role ?? null) : wanted.role,
    // Seconds, so that a store made anew after its loss never repeats one (RFC 9051 section 2.3.1.1).
    uidValidity: known?.uidValidity ?? Math.max(index.lastUidValidity + 1, Math.floor(wanted.nowMs / 1000)),
    modseq: index.modseq + 1,
  };
};

/** One record per message that is not a duplicate, uids and modseqs given out in the order of `items`. */
export const planCommit = (
  index: StoreIndex,
  items: readonly CommitItem[],
): { readonly records: readonly StoredRecord[]; readonly results: readonly CommitResult[] } => {
  const records: StoredRecord[] = [];
  const nextUids = new Map<number, number>();
  const fresh = new Set<string>();
  const places = new Set<string>();
  const results = items.map((item): CommitResult => {
    const { staged, witness } = item;
    const folder = folderOf(index, item.folder);
    if (witness !== undefined) {
      if (index.witnesses.has(checkedWitness(witness)) || fresh.has(witness))
        return { status: 'duplicate', witness };
      fresh.add(witness);
    }
    const place = `${staged.segment}:${staged.offset}`;
    if (places.has(place) || index.segments.get(staged.segment)?.bodies.has(staged.offset) === true) {
      throw new StoreError('conflict', 'The staged message was committed before');
    }
    places.add(place);
    const uid = nextUids.get(folder.id) ?? folder.uidNext;
    if (uid > maximumUid) throw new StoreError('conflict', 'The folder has no numbers left');
    nextUids.set(folder.id, uid + 1);
    const modseq = index.modseq + 1 + records.length;
    records.push({
      kind: 'stored',
      folder: folder.id,
      uid,
      modseq,
      segment: staged.segment,
      offset: staged.offset,
      storedLength: staged.storedLength,
      size: staged.sizeBytes,
      sha256: staged.sha256,
      escaped: staged.escaped,
      trailer: staged.trailer,
      receivedAtMs: item.receivedAtMs,
      flags: checkedFlags(item.flags),
      ...(witness === undefined ? {} : { witness }),
    });
    return { status: 'stored', uid: uid as StoreUid, modseq }; // a uid just given out
  });
  return { records, results };
};

/** The record of a second witness, stored when the first was, of the same message. */
export const planAdoption = (
  index: StoreIndex,
  { witness, of }: { readonly witness: string; readonly of: string },
): WitnessedRecord => {
  const found = index.witnesses.get(of);
  if (found === undefined) throw new StoreError('notFound', 'There is no such witness');
  const { storedAtMs, sha256, body } = found;
  const at = body !== null && body.references > 0 ? ([body.segment, body.offset] as const) : null;
  return { kind: 'witnessed', witness: checkedWitness(witness), state: 'stored', storedAtMs, sha256, at };
};

/** The record for the messages whose flags change, and all named messages that exist. */
export const planFlags = (
  index: StoreIndex,
  id: FolderId,
  uids: Iterable<StoreUid>,
  change: FlagChange,
): { readonly record: FlagsRecord; readonly uids: readonly StoreUid[] } => {
  const folder = folderOf(index, id);
  const add = checkedFlags(change.add);
  const remove = new Set(change.remove);
  const present = presentUids(folder, uids);
  const changes = present.flatMap((uid) => {
    const before = folder.entries.get(uid)?.flags ?? [];
    const after = checkedFlags([...before.filter((flag) => !remove.has(flag)), ...add]);
    const same = after.length === before.length && after.every((flag) => before.includes(flag));
    return same ? [] : [[uid, after] as const];
  });
  return { record: { kind: 'flags', folder: id, modseq: index.modseq + 1, changes }, uids: present };
};

/** The record for the messages that exist; copying within one folder is allowed, moving is not. */
export const planTransfer = (
  index: StoreIndex,
  kind: 'moved' | 'copied',
  what: {
    readonly from: FolderId;
    readonly uids: Iterable<StoreUid>;
    readonly to: FolderId;
    readonly op?: string | undefined;
  },
): TransferredRecord => {
  const from = folderOf(index, what.from);
  const to = folderOf(index, what.to);
  if (kind === 'moved' && from === to)
    throw new StoreError('invalid', 'The messages are in that folder already');
  const present = presentUids(from, what.uids);
  if (to.uidNext + present.length > maximumUid)
    throw new StoreError('conflict', 'The folder has no numbers left');
  const pairs = present.map((uid, at) => [uid, to.uidNext + at] as const);
  const record = { kind, from: from.id, to: to.id, modseq: index.modseq + 1, pairs };
  return what.op === undefined ? record : { ...record, op: what.op };
};

/** Those uids that name a message, ascending, each once. */
export const presentUids = (folder: Folder, uids: Iterable<StoreUid>): readonly StoreUid[] =>
  [...new Set(uids)].filter((uid) => folder.entries.has(uid)).sort((one, other) => one - other);
