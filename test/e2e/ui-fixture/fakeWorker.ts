import { MailError, type AccountId, type Uid } from '../../../preload/contract/index.ts';
import type { NaruDatabase } from '../../../renderer/db/openDatabase.ts';
import { applyFlagDelta, isFlagged, isUnread } from '../../../renderer/domain/flags.ts';
import type { FolderKey } from '../../../renderer/domain/rows.ts';
import type { WorkerStatus } from '../../../renderer/worker/workerApi.ts';
import type { WorkerClient } from '../../../renderer/worker/workerClient.ts';

/** A worker that changes the cache at once and never pushes; bodies that are not there cannot be had. */
export function fakeWorker(
  database: NaruDatabase,
  accounts: readonly AccountId[],
  mode: string,
): WorkerClient {
  const status: WorkerStatus = {
    accounts: Object.fromEntries(
      accounts.map((id, index) => [
        id,
        mode === 'offline'
          ? { state: 'offline', errorCode: null, progress: null }
          : index === 1 && mode === 'trouble'
            ? { state: 'needsAttention', errorCode: 'auth.wrongPassword', progress: null }
            : {
                state: 'online',
                errorCode: null,
                progress: mode === 'syncing' && index === 0 ? { done: 1240, total: 4820 } : null,
              },
      ]),
    ),
    connected: true,
    pendingOperations: mode === 'offline' ? 3 : 0,
    parkedOperations: 0,
  };
  const before = new Map<string, () => Promise<void>>();
  return {
    status: () => status,
    subscribe: () => () => {},
    api: {
      syncNow: async () => {},
      openFolder: async () => {},
      ensureBody: async () => {
        throw new MailError('disconnected', 'offline');
      },
      chooseCharset: async () => {
        throw new MailError('disconnected', 'offline');
      },
      change: async (folder: FolderKey, uids: readonly Uid[], change) => {
        const opId = crypto.randomUUID();
        const keys = uids.map((uid): [FolderKey, Uid] => [folder, uid]);
        const rows = (await database.messages.bulkGet(keys)).filter((row) => row !== undefined);
        before.set(opId, async () => {
          await database.messages.bulkPut(rows);
        });
        await database.messages.bulkPut(
          rows.map(({ listedIn: _l, unreadIn: _u, flaggedIn: _f, ...row }) => {
            if (change.kind !== 'flags') return { ...row, hidden: 1 as const };
            const flags = applyFlagDelta(row.flags, change);
            return {
              ...row,
              flags,
              listedIn: folder,
              ...(isUnread(flags) ? { unreadIn: folder } : {}),
              ...(isFlagged(flags) ? { flaggedIn: folder } : {}),
            };
          }),
        );
        return { operationIds: [opId] };
      },
      undo: async ({ operationIds }) => {
        for (const id of operationIds) await before.get(id)?.();
      },
      resolveParked: async () => {},
      rebuildCache: async () => {},
    },
  };
}
