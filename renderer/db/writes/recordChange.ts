import { MailError, type Operation, type Uid, type UidValidity } from '../../../preload/contract/index.ts';
import { applyFlagDelta, hasFlag } from '../../domain/flags.ts';
import { toOperation, type MessageChange } from '../../domain/messageChange.ts';
import type { ChangeRow, FolderKey, PendingOperation } from '../../domain/rows.ts';
import { splitFolderKey } from '../../domain/rows.ts';
import { formatUidSet } from '../../domain/uidSet.ts';
import type { IndexRow } from '../blocks.ts';
import { messageTables } from '../folderRange.ts';
import type { NaruDatabase } from '../openDatabase.ts';
import { FolderWriter } from './FolderWriter.ts';

export interface RecordContext {
  /** Unique for all time: results and undo name operations by it. */
  readonly newOperationId: () => string;
  readonly nowMs: number;
}

/** Messages per operation: bounds what a lost reply repeats and what one answer carries. */
export const MAX_UIDS_PER_OPERATION = 1000;
/** Changes kept for undo after they were pushed. */
const MAX_CHANGES = 500;

/**
 * Writes a person's change durably: the delta joins `pendingOperations` and the rows repaint, in one transaction.
 * UIDs on which it would do nothing are left out; messages already hidden by a pending move are not touched.
 * Returns the ids of the operations made, none when nothing changes. Throws `mail.folderNotFound` for a folder
 * that was never synced.
 */
export async function recordChange(
  database: NaruDatabase,
  folder: FolderKey,
  uids: readonly Uid[],
  change: MessageChange,
  context: RecordContext,
): Promise<readonly string[]> {
  const { pendingOperations, changes } = database;
  return database.transaction('rw', [...messageTables(database), pendingOperations, changes], async () => {
    const writer = await FolderWriter.open(database, folder);
    const uidValidity = writer?.row.uidValidity ?? null;
    if (writer === undefined || uidValidity === null)
      throw new MailError('mail.folderNotFound', 'the folder has not been synced yet', { scope: 'folder' });
    if (change.kind === 'move' && change.destination === splitFolderKey(folder).path) return [];
    const rows = await writer.rows(new Set(uids));
    const touched = [...new Set(uids)].filter((uid) => isTouched(rows.get(uid), change));
    const opIds: string[] = [];
    for (let start = 0; start < touched.length; start += MAX_UIDS_PER_OPERATION) {
      const slice = touched.slice(start, start + MAX_UIDS_PER_OPERATION);
      const operation = toOperation(change, context.newOperationId(), formatUidSet(slice));
      await insertOperation(
        database,
        folder,
        uidValidity,
        operation,
        context.nowMs,
        inverseOf(slice, rows, change),
      );
      opIds.push(operation.opId);
    }
    await writer.reloadOperations();
    await writer.relay(touched);
    await writer.close();
    await trimChanges(database);
    return opIds;
  });
}

/** Adds an operation and its undo note inside a running transaction; rows are the caller's to lay out anew. */
export async function insertOperation(
  database: NaruDatabase,
  folder: FolderKey,
  uidValidity: UidValidity,
  operation: Operation,
  madeAt: number,
  inverseFlags: ChangeRow['inverseFlags'],
): Promise<void> {
  const pending: PendingOperation = { folder, uidValidity, operation, madeAt, state: 'pending', error: null };
  await database.pendingOperations.add(pending);
  await database.changes.add({
    opId: operation.opId,
    folder,
    uidValidity,
    operation,
    madeAt,
    inverseFlags,
    applied: false,
    copied: [],
  });
}

function isTouched(row: IndexRow | undefined, change: MessageChange): boolean {
  // Not cached: the undo of a move names UIDs that the next sync will bring; the overlay then meets them.
  if (row === undefined) return true;
  if (row.hidden === 1) return false;
  if (change.kind !== 'flags') return true;
  return (
    change.add.some((flag) => !hasFlag(row.shownFlags, flag)) ||
    change.remove.some((flag) => hasFlag(row.shownFlags, flag) && !hasFlag(change.add, flag))
  );
}

/** What takes a flag change back, exactly: only what it changes, grouped by equal deltas. */
function inverseOf(
  uids: readonly Uid[],
  rows: ReadonlyMap<Uid, IndexRow>,
  change: MessageChange,
): ChangeRow['inverseFlags'] {
  if (change.kind !== 'flags') return [];
  const groups = new Map<string, { add: readonly string[]; remove: readonly string[]; uids: Uid[] }>();
  for (const uid of uids) {
    const before = rows.get(uid)?.shownFlags;
    if (before === undefined) continue;
    const after = applyFlagDelta(before, change);
    const add = before.filter((flag) => !hasFlag(after, flag));
    const remove = after.filter((flag) => !hasFlag(before, flag));
    const group = groups.get(JSON.stringify([add, remove])) ?? { add, remove, uids: [] };
    group.uids.push(uid);
    groups.set(JSON.stringify([add, remove]), group);
  }
  return [...groups.values()].map((group) => ({ ...group, uids: formatUidSet(group.uids) }));
}

async function trimChanges(database: NaruDatabase): Promise<void> {
  const surplus = (await database.changes.count()) - MAX_CHANGES;
  if (surplus <= 0) return;
  const oldest = await database.changes.orderBy('madeAt').limit(surplus).primaryKeys();
  await database.changes.bulkDelete(oldest);
}
