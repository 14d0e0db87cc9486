import type { HostClient } from '../../preload/contract/index.ts';
import type { WorkerApi } from '../worker/workerApi.ts';

/** Starts the demo world; resolves when its accounts are in the cache. Rejects with a MailError. */
export async function startDemo(host: HostClient, worker: WorkerApi): Promise<void> {
  await host.api['demo.start']({});
  await worker.syncNow(null);
}
