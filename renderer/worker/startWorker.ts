import { hostSourceForWorker } from '../host/connectHost.ts';
import { createWorkerClient, type WorkerClient } from './workerClient.ts';

/** Starts the one worker of this page on a cache and connects it to the host of whichever shell shows us. */
export function startWorker(databaseName: string): WorkerClient {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const client = createWorkerClient(worker);
  const { source, transfer } = hostSourceForWorker();
  worker.postMessage({ type: 'start', databaseName, host: source }, transfer);
  return client;
}
