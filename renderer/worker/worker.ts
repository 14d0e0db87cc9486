import '../domain/zodWithoutEval.ts';
import { openDatabase } from '../db/openDatabase.ts';
import { connectHostInWorker } from '../host/connectHost.ts';
import { webLocks } from '../sync/accountLock.ts';
import { createWorkerCore } from './createWorkerCore.ts';
import { broadcastPeers } from './Peers.ts';
import { noticeSleep } from './noticeSleep.ts';
import { serveWorker } from './serveWorker.ts';
import { systemClock } from './systemClock.ts';
import type { StartMessage } from './workerMessages.ts';

/** The globals of a dedicated worker, which the DOM's types do not give to a page's project. */
const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

function start({ databaseName, host }: StartMessage): void {
  const core = createWorkerCore({
    database: openDatabase(databaseName),
    host: connectHostInWorker(host),
    locks: webLocks(navigator.locks),
    peers: broadcastPeers(databaseName),
    clock: systemClock,
    newOperationId: () => crypto.randomUUID(),
    hasRoom,
    // The worker's log is the console of the developer tools; no secret or body is in an error.
    onError: (error) => console.error(error),
  });
  serveWorker(
    {
      post: (message) => scope.postMessage(message),
      listen: (listener) => {
        scope.onmessage = ({ data }: MessageEvent<unknown>) => listener(data);
      },
    },
    core,
  );
  scope.addEventListener('online', () => core.networkChanged());
  // It runs as long as the worker does.
  noticeSleep(systemClock, () => core.networkChanged(), new AbortController().signal).catch(console.error);
}

/** The browser says how much this origin may store; what nobody asked for yet stops well before that. */
const PREFETCH_SHARE = 0.8;
async function hasRoom(): Promise<boolean> {
  const { usage = 0, quota = Infinity } = await navigator.storage.estimate();
  return usage < quota * PREFETCH_SHARE;
}

// The page that made this worker is the only one that can post to it, and this is what it posts first.
scope.onmessage = ({ data }: MessageEvent<StartMessage>) => start(data);
