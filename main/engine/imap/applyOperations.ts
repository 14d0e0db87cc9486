import {
  MailError,
  toErrorData,
  type FolderPath,
  type Operation,
  type OperationResult,
  type UidValidity,
} from '../../../preload/contract/index.ts';
import { copyOrMove } from './copyOrMove.ts';
import { deleteMessages } from './deleteMessages.ts';
import { isRejection } from './imapErrors.ts';
import { nothingApplied, type Applied, type OperationTools } from './operationTools.ts';
import { selectFolder } from './selectFolder.ts';
import { storeFlags } from './storeFlags.ts';
import { parseUidSet, toUidSet, type UidRanges } from './uidSet.ts';

export interface OperationBatch {
  readonly folder: FolderPath;
  readonly uidValidity: UidValidity;
  readonly operations: readonly Operation[];
}

/**
 * Applies operations in order, each once, as the contract says: `stale` for all when UIDVALIDITY is another,
 * `rejected` for a refusal that would come again (the next one is tried), `failed` for anything else (it ends
 * the run). Repeating a failed one is safe: UIDs that are gone count as done. Rejects only when not even SELECT
 * could be asked.
 */
export async function applyOperations(
  tools: OperationTools,
  batch: OperationBatch,
  signal: AbortSignal,
): Promise<OperationResult[]> {
  const results: OperationResult[] = [];
  let selected;
  try {
    selected = await selectFolder(tools.connection, tools.names, batch.folder);
  } catch (error) {
    if (!(error instanceof MailError) || error.code !== 'mail.folderNotFound') throw error;
    // A folder that is gone took its UIDs with it.
    return batch.operations.map(({ opId }) => ({ outcome: 'stale', opId }));
  }
  if (selected.uidValidity !== batch.uidValidity)
    return batch.operations.map(({ opId }) => ({ outcome: 'stale', opId }));
  for (const operation of batch.operations) {
    if (signal.aborted) break;
    const { opId } = operation;
    try {
      if (selected.readOnly && operation.kind !== 'copy')
        throw new MailError('mail.readOnly', 'the folder is read-only', {
          scope: 'folder',
          subject: batch.folder,
        });
      results.push({ outcome: 'applied', opId, ...(await apply(tools, operation, selected.permanentFlags)) });
    } catch (error) {
      const isFinal = error instanceof MailError && isRejection(error) && tools.connection.isOpen;
      results.push({ outcome: isFinal ? 'rejected' : 'failed', opId, error: toErrorData(error) });
      if (!isFinal) break;
    }
  }
  return results;
}

async function apply(
  tools: OperationTools,
  operation: Operation,
  permanentFlags: readonly string[] | null,
): Promise<Applied> {
  const target: UidRanges | null = parseUidSet(operation.uids);
  if (target === null) throw new MailError('invalidRequest', 'not a UID set');
  if (target.length === 0) return nothingApplied;
  switch (operation.kind) {
    case 'flags':
      return storeFlags(tools.connection, target, operation, permanentFlags);
    case 'delete':
      return { ...nothingApplied, gone: toUidSet(await deleteMessages(tools.connection, target)) };
    case 'copy':
    case 'move':
      return copyOrMove(tools, operation, target);
  }
}
