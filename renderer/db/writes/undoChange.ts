import { MailError, type Uid } from '../../../preload/contract/index.ts';
import type { MessageChange } from '../../domain/messageChange.ts';
import { toOperation } from '../../domain/messageChange.ts';
import { folderKey, splitFolderKey, type ChangeRow, type FolderKey } from '../../domain/rows.ts';
import { expandRanges, formatUidSet, parseUidSet } from '../../domain/uidSet.ts';
import { messageTables } from '../folderRange.ts';
import type { NaruDatabase } from '../openDatabase.ts';
import { FolderWriter } from './FolderWriter.ts';
import { insertOperation, MAX_UIDS_PER_OPERATION, type RecordContext } from './recordChange.ts';

/**
 * Takes changes back, newest first, in one transaction.
 * Not yet tried, or parked: the operation is dropped · perhaps on its way: a flag change gets its inverse behind
 * it; for a move or copy the inverse is noted and recorded when the outcome is known · applied: the inverse is
 * recorded. Throws `notSupported`, and changes nothing, when an applied change has no inverse: a message removed
 * for good, or one whose new UID the server did not tell.
 */
export async function undoChange(
  database: NaruDatabase,
  opIds: readonly string[],
  context: RecordContext,
): Promise<void> {
  const { pendingOperations, changes } = database;
  await database.transaction('rw', [...messageTables(database), pendingOperations, changes], async () => {
    for (const opId of opIds.toReversed()) await undoOne(database, opId, context);
  });
}

async function undoOne(database: NaruDatabase, opId: string, context: RecordContext): Promise<void> {
  const pending = await database.pendingOperations.where('operation.opId').equals(opId).first();
  const change = await database.changes.get(opId);
  if (pending?.id !== undefined && pending.state !== 'pushing') {
    await database.pendingOperations.delete(pending.id);
    await database.changes.delete(opId);
    await relay(database, pending.folder, pending.operation.uids);
    return;
  }
  if (change === undefined) throw new MailError('notSupported', 'this change can no longer be undone');
  if (pending !== undefined && change.operation.kind === 'delete')
    throw new MailError('notSupported', 'the messages are being removed for good');
  if (pending !== undefined && change.operation.kind !== 'flags') {
    await database.pendingOperations.put({ ...pending, undoWanted: true });
    await relay(database, pending.folder, pending.operation.uids);
    return;
  }
  await recordInverse(database, change, context);
}

/** Records the inverse of a change inside a running transaction, and forgets the change. Throws when it has none. */
export async function recordInverse(
  database: NaruDatabase,
  change: ChangeRow,
  context: RecordContext,
): Promise<void> {
  for (const inverse of inversesOf(change)) {
    const { uidValidity = null } = (await database.folders.get(inverse.folder)) ?? {};
    const sameFolder = inverse.folder === change.folder;
    if (uidValidity === null || (sameFolder && uidValidity !== change.uidValidity))
      throw new MailError('notSupported', 'the folder has changed too much to undo this');
    const operation = toOperation(inverse.change, context.newOperationId(), formatUidSet(inverse.uids));
    await insertOperation(database, inverse.folder, uidValidity, operation, context.nowMs, []);
    await relay(database, inverse.folder, operation.uids);
  }
  await database.changes.delete(change.opId);
}

interface Inverse {
  readonly folder: FolderKey;
  readonly uids: readonly Uid[];
  readonly change: MessageChange;
}

function inversesOf(change: ChangeRow): readonly Inverse[] {
  const { operation, folder } = change;
  if (operation.kind === 'flags')
    return change.inverseFlags.map(({ uids, add, remove }) => ({
      folder,
      uids: expandRanges(parseUidSet(uids), MAX_UIDS_PER_OPERATION),
      change: { kind: 'flags', add, remove },
    }));
  if (operation.kind === 'delete' || change.copied.length === 0)
    throw new MailError('notSupported', 'the server did not say where the messages are now');
  const { accountId, path } = splitFolderKey(folder);
  return [
    {
      folder: folderKey(accountId, operation.destination),
      uids: change.copied.map(({ to }) => to),
      change: operation.kind === 'copy' ? { kind: 'delete' } : { kind: 'move', destination: path },
    },
  ];
}

async function relay(
  database: NaruDatabase,
  folder: FolderKey,
  uids: ChangeRow['operation']['uids'],
): Promise<void> {
  const writer = await FolderWriter.open(database, folder);
  await writer?.relay(expandRanges(parseUidSet(uids), MAX_UIDS_PER_OPERATION));
  await writer?.close();
}
