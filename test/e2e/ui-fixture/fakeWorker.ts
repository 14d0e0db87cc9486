import { MailError, type AccountId } from '../../../preload/contract/index.ts';
import type { NaruDatabase } from '../../../renderer/db/openDatabase.ts';
import { recordChange } from '../../../renderer/db/writes/recordChange.ts';
import { undoChange } from '../../../renderer/db/writes/undoChange.ts';
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
  const context = () => ({ newOperationId: () => crypto.randomUUID(), nowMs: Date.now() });
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
      change: async (folder, uids, change) => ({
        operationIds: await recordChange(database, folder, uids, change, context()),
      }),
      undo: ({ operationIds }) => undoChange(database, operationIds, context()),
      resolveParked: async () => {},
      rebuildCache: async () => {},
    },
  };
}
