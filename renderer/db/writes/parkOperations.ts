import { MailError, type ErrorCode } from '../../../preload/contract/index.ts';
import type { PendingOperation } from '../../domain/rows.ts';
import type { NaruDatabase } from '../openDatabase.ts';

/**
 * Parks operations inside a running transaction: kept for the person to decide, never dropped. Those that are
 * parked already keep their first reason.
 */
export async function parkOperations(
  database: NaruDatabase,
  operations: readonly PendingOperation[],
  code: ErrorCode,
  reason: string,
): Promise<void> {
  const { data } = new MailError(code, reason, { scope: 'folder', retry: 'never' });
  const parked = operations
    .filter(({ state }) => state !== 'parked')
    .map((pending): PendingOperation => ({ ...pending, state: 'parked', error: data }));
  if (parked.length > 0) await database.pendingOperations.bulkPut(parked);
}
