import { MailError, toErrorData } from '../../preload/contract/index.ts';
import type { WorkerCore } from './createWorkerCore.ts';
import type { WorkerApi } from './workerApi.ts';
import { CallMessage, workerCalls, type WorkerMessage } from './workerMessages.ts';

/** The worker's end of its port. */
export interface WorkerPort {
  post(message: WorkerMessage): void;
  listen(listener: (message: unknown) => void): void;
}

/** Answers the page's calls with the core, each with one result or error, and tells it every status. */
export function serveWorker(port: WorkerPort, core: WorkerCore): void {
  core.subscribe((status) => port.post({ type: 'status', status }));
  port.post({ type: 'status', status: core.status() });
  port.listen((raw) => {
    const message = CallMessage.safeParse(raw);
    if (!message.success) return;
    const { id } = message.data;
    answer(core.api, message.data).then(
      (result) => port.post({ type: 'result', id, result }),
      (error: unknown) => port.post({ type: 'error', id, error: toErrorData(error) }),
    );
  });
}

async function answer(api: WorkerApi, { method, args }: CallMessage): Promise<unknown> {
  const parsed = workerCalls[method].safeParse(args);
  if (!parsed.success) throw new MailError('invalidRequest', `malformed call of ${method}`);
  // The schema of this very method has just parsed its arguments; the union of methods hides that.
  const methods = api as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  return methods[method]?.(...(parsed.data as unknown[]));
}
