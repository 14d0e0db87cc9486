import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import type { Uid } from '../../../preload/contract/index.ts';
import { messagesByUid } from '../../db/queries/messageQueries.ts';
import type { FolderKey, MessageRow } from '../../domain/rows.ts';
import { useServices } from '../app/AppServices.ts';

/** Rows are read in blocks; one block before and one after the visible ones are read ahead. */
const BLOCK = 64;

/**
 * Rows around the visible range, live. What was read last stays until the next answer, so that scrolling shows
 * placeholders only where nothing has been read yet.
 */
export function useRowWindow(
  folder: FolderKey,
  order: readonly Uid[],
  first: number,
  last: number,
): ReadonlyMap<Uid, MessageRow> {
  const { database } = useServices();
  const from = Math.max(0, (Math.floor(first / BLOCK) - 1) * BLOCK);
  const to = (Math.floor(last / BLOCK) + 2) * BLOCK;
  const wanted = useSame(order.slice(from, to));
  const result = useLiveQuery(async () => {
    const rows = await messagesByUid(database, folder, wanted);
    return {
      folder,
      rows: new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.uid, row] as const]))),
    };
  }, [database, folder, wanted]);
  return result?.folder === folder ? result.rows : NOTHING;
}

/** The same array while it holds the same: a backfill far below the window is no reason to read the window again. */
function useSame(uids: readonly Uid[]): readonly Uid[] {
  const [kept, keep] = useState(uids);
  const isSame = kept.length === uids.length && kept.every((uid, place) => uid === uids[place]);
  if (!isSame) keep(uids);
  return isSame ? kept : uids;
}

const NOTHING: ReadonlyMap<Uid, MessageRow> = new Map();
