import type { MailErrorData, OperationResult, Uid } from '../../../preload/contract/index.ts';
import type { ChangeRow, FolderKey, PendingOperation } from '../../domain/rows.ts';
import { expandRanges, parseUidSet } from '../../domain/uidSet.ts';
import { messageTables } from '../folderRange.ts';
import type { NaruDatabase } from '../openDatabase.ts';
import { FolderWriter } from './FolderWriter.ts';
import { parkOperations } from './parkOperations.ts';
import { MAX_UIDS_PER_OPERATION, type RecordContext } from './recordChange.ts';
import { recordInverse } from './undoChange.ts';

/** What became of the operations that were asked for. */
export interface ResultsOutcome {
  /** Operations that are settled: applied or parked. */
  readonly settled: number;
  /** The error that ended the run, when one did. */
  readonly failure: PendingOperation['error'];
}

/**
 * Writes what the system of record did with operations, in one transaction.
 * applied: the operation goes, the server's flags are written, newer operations are laid over them · stale,
 * rejected: parked, the row shows the server's truth · failed: stays `pushing` unless it can not have happened;
 * those behind it go back to `pending`, as they were not tried. Only `fresh` operations, asked for the first time, go
 * back: an earlier attempt whose answer was lost may have done the others. Committing the same results again changes
 * nothing.
 */
export async function commitOperationResults(
  database: NaruDatabase,
  folder: FolderKey,
  results: readonly OperationResult[],
  fresh: ReadonlySet<string>,
  context: RecordContext,
): Promise<ResultsOutcome> {
  const { pendingOperations, changes } = database;
  return database.transaction('rw', [...messageTables(database), pendingOperations, changes], async () => {
    let settled = 0;
    let failure: ResultsOutcome['failure'] = null;
    for (const result of results) {
      const pending = await pendingOperations.where('operation.opId').equals(result.opId).first();
      if (pending?.folder !== folder || pending.id === undefined || pending.state === 'parked') continue;
      if (result.outcome === 'failed') {
        failure = result.error;
        const untried = fresh.has(result.opId) && neverReachedServer(result.error);
        await pendingOperations.put({
          ...pending,
          state: untried ? 'pending' : pending.state,
          error: result.error,
        });
        await backToPending(database, folder, pending.id, fresh);
        break;
      }
      settled += 1;
      await settle(database, pending, result, context);
    }
    return { settled, failure };
  });
}

async function settle(
  database: NaruDatabase,
  pending: PendingOperation,
  result: Exclude<OperationResult, { outcome: 'failed' }>,
  context: RecordContext,
): Promise<void> {
  const { operation, folder } = pending;
  const change = await database.changes.get(operation.opId);
  switch (result.outcome) {
    case 'applied':
      await database.pendingOperations.delete(pending.id ?? -1);
      break;
    case 'stale':
      await parkOperations(database, [pending], 'mail.uidValidityChanged', 'its messages were renumbered');
      break;
    case 'rejected':
      await database.pendingOperations.put({ ...pending, state: 'parked', error: result.error });
      break;
  }
  const writer = await FolderWriter.open(database, folder);
  if (result.outcome === 'applied') {
    await writer?.applyFlags(result.flags);
    await writer?.removeRanges(parseUidSet(result.gone));
  }
  await writer?.relay(touchedUids(pending));
  await writer?.close();
  if (change !== undefined)
    await settleChange(database, change, pending.undoWanted === true, result, context);
}

/** Keeps the undo note in step, and carries out an undo that had to wait for the outcome. */
async function settleChange(
  database: NaruDatabase,
  change: ChangeRow,
  undoWanted: boolean,
  result: Exclude<OperationResult, { outcome: 'failed' }>,
  context: RecordContext,
): Promise<void> {
  if (result.outcome === 'applied') {
    const applied = { ...change, applied: true, copied: result.copied };
    if (undoWanted && result.copied.length > 0) await recordInverse(database, applied, context);
    else await database.changes.put(applied);
    return;
  }
  if (!undoWanted) return;
  // It did not happen, and the person had taken it back: nothing is left to decide.
  await database.pendingOperations.where('operation.opId').equals(change.opId).delete();
  await database.changes.delete(change.opId);
}

async function backToPending(
  database: NaruDatabase,
  folder: FolderKey,
  afterId: number,
  fresh: ReadonlySet<string>,
): Promise<void> {
  await database.pendingOperations
    .where('folder')
    .equals(folder)
    .and(
      ({ id, state, operation }) =>
        id !== undefined && id > afterId && state === 'pushing' && fresh.has(operation.opId),
    )
    .modify({ state: 'pending' });
}

/** Failures that come before the first command: whatever was asked has not been done. */
function neverReachedServer({ code }: MailErrorData): boolean {
  return (
    ['network.hostNotFound', 'network.refused', 'network.unreachable', 'account.unknown'].includes(code) ||
    /^(tls|auth|secret)\./.test(code)
  );
}

const touchedUids = ({ operation }: PendingOperation): readonly Uid[] =>
  expandRanges(parseUidSet(operation.uids), MAX_UIDS_PER_OPERATION);
