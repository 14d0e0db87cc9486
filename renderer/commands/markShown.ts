import { isUnread } from '../domain/flags.ts';
import type { MessageRow } from '../domain/rows.ts';
import type { WorkerApi } from '../worker/workerApi.ts';

/** A message was shown long enough to count as read: says nothing, and does nothing when it is read already. */
export async function markShown(worker: WorkerApi, row: MessageRow): Promise<void> {
  if (isUnread(row.flags))
    await worker.change(row.folder, [row.uid], { kind: 'flags', add: ['\\Seen'], remove: [] });
}
