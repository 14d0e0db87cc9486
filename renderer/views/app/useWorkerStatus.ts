import { useSyncExternalStore } from 'react';
import type { WorkerStatus } from '../../worker/workerApi.ts';
import { useServices } from './AppServices.ts';

/** Before the worker has spoken: nothing is known of any account, which is not the same as offline. */
const unknown: WorkerStatus = { accounts: {}, connected: true, pendingOperations: 0, parkedOperations: 0 };

/** The worker's latest status. */
export function useWorkerStatus(): WorkerStatus {
  const { worker } = useServices();
  return (
    useSyncExternalStore(
      (listener) => worker.subscribe(listener),
      () => worker.status(),
    ) ?? unknown
  );
}
