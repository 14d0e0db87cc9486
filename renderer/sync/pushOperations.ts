import {
  MailError,
  toErrorData,
  type FolderPath,
  type OperationResult,
} from '../../preload/contract/index.ts';
import { beginPush, type PushPlan } from '../db/writes/beginPush.ts';
import { commitOperationResults } from '../db/writes/commitOperationResults.ts';
import { parkFolderOperations } from '../db/writes/parkFolderOperations.ts';
import { splitFolderKey, type FolderKey } from '../domain/rows.ts';
import type { SyncPorts } from './SyncPorts.ts';

/** What a push leaves to do. */
export interface PushOutcome {
  /** Folders that messages were moved or copied to: their next sync brings them. */
  readonly destinations: readonly FolderPath[];
}

/**
 * Pushes a folder's operations in the order the person acted, until none is left. Each is marked before it is handed
 * over and goes only in the transaction that writes what became of it, so a crash or a lost answer costs a repeat
 * (operations are idempotent). Nothing is merged: a call carries up to 200 of them, so merging would save little and
 * could lose the undo of one. Rejects with the error that stopped it; a folder that can take no changes gets its
 * operations parked instead.
 */
export async function pushOperations(
  ports: SyncPorts,
  folder: FolderKey,
  signal: AbortSignal,
): Promise<PushOutcome> {
  const destinations = new Set<FolderPath>();
  for (;;) {
    const plan = await beginPush(ports.database, folder);
    if (plan === undefined) return { destinations: [...destinations] };
    for (const operation of plan.operations)
      if (operation.kind === 'move' || operation.kind === 'copy') destinations.add(operation.destination);
    const results = await apply(ports, folder, plan, signal);
    if (results === 'parked') continue;
    const context = { newOperationId: ports.newOperationId, nowMs: ports.clock.now() };
    const outcome = await commitOperationResults(ports.database, folder, results, plan.fresh, context);
    if (outcome.failure !== null) throw MailError.from(outcome.failure);
    // An answer that settles nothing would be asked for again at once and for ever.
    if (outcome.settled === 0) throw new MailError('unexpected', 'the host answered for no operation');
  }
}

async function apply(
  ports: SyncPorts,
  folder: FolderKey,
  { uidValidity, operations }: PushPlan,
  signal: AbortSignal,
): Promise<readonly OperationResult[] | 'parked'> {
  const { accountId, path } = splitFolderKey(folder);
  try {
    return await ports.api['mail.applyOperations'](
      { accountId, folder: path, uidValidity, operations: [...operations] },
      { signal },
    );
  } catch (error) {
    const data = toErrorData(error);
    if (!refusesForGood.has(data.code)) throw error;
    await parkFolderOperations(ports.database, folder, data);
    return 'parked';
  }
}

/** Failures of the whole call that a repeat would meet again. */
const refusesForGood: ReadonlySet<string> = new Set([
  'mail.folderNotFound',
  'mail.uidValidityChanged',
  'mail.readOnly',
  'invalidRequest',
  'notSupported',
]);
