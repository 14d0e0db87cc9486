import { Dexie, liveQuery } from 'dexie';
import type { Uid } from '../../../preload/contract/index.ts';
import type { FolderKey } from '../../domain/rows.ts';
import type { FolderHead, IndexBlock } from '../blocks.ts';
import { FolderOrder } from '../FolderOrder.ts';
import { blocksIn } from '../folderRange.ts';
import type { BlockKey, NaruDatabase } from '../openDatabase.ts';
import type { OrderOptions } from './messageQueries.ts';

export interface OrderListener {
  readonly onOrder: (uids: readonly Uid[]) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Tells a folder's order (as `messageOrder`) once it is read and whenever it changes, whichever tab or worker changed
 * it, until the returned function is called. A commit costs the reading of the blocks it touched, not of the folder.
 */
export function watchMessageOrder(
  database: NaruDatabase,
  folder: FolderKey,
  { filter }: OrderOptions,
  { onOrder, onError }: OrderListener,
): () => void {
  const order = new FolderOrder(filter);
  let seen: FolderHead | undefined;
  let told: readonly Uid[] | null = null;
  let isRunning = false;
  let isDue = false;
  let isStopped = false;
  const refresh = async (): Promise<void> => {
    if (isStopped) return;
    const change = await readChange(database, folder, seen);
    seen = change.head;
    if (change.kind === 'all') order.reset(change.blocks);
    else order.replace(change.blocks);
    if (isStopped || told === order.uids) return;
    told = order.uids;
    onOrder(told);
  };
  const run = async (): Promise<void> => {
    isDue = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isDue && !isStopped) {
        isDue = false;
        await refresh();
      }
    } catch (error) {
      // As a live query does: a database that was closed under us is opened anew, and the head tells of it again.
      if (!(error instanceof Dexie.DexieError) || error.name !== 'DatabaseClosedError') throw error;
      seen = undefined;
    } finally {
      isRunning = false;
    }
  };
  const subscription = liveQuery(() => database.heads.get(folder)).subscribe({
    next: () => {
      run().catch(onError);
    },
    error: onError,
  });
  return () => {
    isStopped = true;
    subscription.unsubscribe();
  };
}

type Change =
  | { readonly kind: 'all'; readonly head: FolderHead | undefined; readonly blocks: readonly IndexBlock[] }
  | {
      readonly kind: 'some';
      readonly head: FolderHead;
      readonly blocks: ReadonlyMap<number, IndexBlock | undefined>;
    };

/** What changed since `seen`, from one moment of the database. */
function readChange(
  database: NaruDatabase,
  folder: FolderKey,
  seen: FolderHead | undefined,
): Promise<Change> {
  const { heads, blocks } = database;
  return database.transaction('r', [heads, blocks], async (): Promise<Change> => {
    const head = await heads.get(folder);
    const numbers = head === undefined || seen === undefined ? null : changedBlocks(seen, head);
    if (head === undefined || numbers === null)
      return { kind: 'all', head, blocks: await blocksIn(database, folder).toArray() };
    const records = await blocks.bulkGet(numbers.map((block): BlockKey => [folder, block]));
    return {
      kind: 'some',
      head,
      blocks: new Map(numbers.map((block, place) => [block, records[place]])),
    };
  });
}

/** The blocks changed from one head to a later one; null when that is no longer known. */
export function changedBlocks(seen: FolderHead, head: FolderHead): readonly number[] | null {
  if (head.epoch !== seen.epoch) return null;
  if (head.version === seen.version) return [];
  if ((head.log[0]?.version ?? Infinity) > seen.version + 1) return null;
  const newer = head.log.filter(({ version }) => version > seen.version);
  return [...new Set(newer.flatMap(({ blocks }) => blocks))].sort((a, b) => b - a);
}
