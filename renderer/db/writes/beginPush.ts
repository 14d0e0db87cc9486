import type { Operation, UidValidity } from '../../../preload/contract/index.ts';
import type { FolderKey } from '../../domain/rows.ts';
import type { NaruDatabase } from '../openDatabase.ts';
import { parkOperations } from './parkOperations.ts';

/** `mail.applyOperations` takes no more at once. */
const MAX_OPERATIONS = 200;

export interface PushPlan {
  readonly uidValidity: UidValidity;
  /** In the order the person acted. */
  readonly operations: readonly Operation[];
  /** Ids of those that were never handed to the host before. */
  readonly fresh: ReadonlySet<string>;
}

/**
 * Marks a folder's next operations as `pushing`, durably, before anything is asked of the host: whoever finds that
 * mark after a crash knows that they may have happened. Undefined when there is nothing to push. Operations under
 * another UIDVALIDITY than the folder's are parked.
 */
export async function beginPush(database: NaruDatabase, folder: FolderKey): Promise<PushPlan | undefined> {
  const { folders, pendingOperations, changes } = database;
  // `changes` is in the scope for its durability: see `durabilityOf`.
  return database.transaction('rw', [folders, pendingOperations, changes], async () => {
    const row = await folders.get(folder);
    const all = await pendingOperations.where('folder').equals(folder).sortBy('id');
    const uidValidity = row?.uidValidity ?? null;
    if (uidValidity === null) return undefined;
    const strayed = all.filter((pending) => pending.uidValidity !== uidValidity);
    await parkOperations(database, strayed, 'mail.uidValidityChanged', 'its messages were renumbered');
    const next = all
      .filter((pending) => pending.state !== 'parked' && pending.uidValidity === uidValidity)
      .slice(0, MAX_OPERATIONS);
    if (next.length === 0) return undefined;
    const fresh = next.filter(({ state }) => state === 'pending');
    await pendingOperations.bulkPut(fresh.map((pending) => ({ ...pending, state: 'pushing' })));
    return {
      uidValidity,
      operations: next.map(({ operation }) => operation),
      fresh: new Set(fresh.map(({ operation }) => operation.opId)),
    };
  });
}
