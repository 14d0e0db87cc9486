import { liveQuery } from 'dexie';
import type { Uid } from '../../../preload/contract/index.ts';
import type { BodyRow, FolderKey, MessageRow } from '../../domain/rows.ts';
import type { NaruDatabase } from '../openDatabase.ts';
import { body, message } from './messageQueries.ts';

export interface MessageWatcher {
  /** Undefined: it is not in the cache. */
  readonly onRow: (row: MessageRow | undefined) => void;
  readonly onBody: (row: BodyRow | undefined) => void;
  readonly onError: (error: unknown) => void;
}

/** Tells a message's row and body now and after each change, separately: a flag's change reads no body again. */
export function watchMessage(
  database: NaruDatabase,
  folder: FolderKey,
  uid: Uid,
  { onRow, onBody, onError }: MessageWatcher,
): () => void {
  const subscriptions = [
    liveQuery(() => message(database, folder, uid)).subscribe({ next: onRow, error: onError }),
    liveQuery(() => body(database, folder, uid)).subscribe({ next: onBody, error: onError }),
  ];
  return () => {
    for (const subscription of subscriptions) subscription.unsubscribe();
  };
}
