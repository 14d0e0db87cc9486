import { connectHostInWorker, type WorkerHostSource } from '../../../renderer/host/connectHost.ts';

addEventListener('message', ({ data }: MessageEvent<WorkerHostSource>) => {
  const host = connectHostInWorker(data);
  host.api['host.hello']({ contractVersion: 1 }).then(
    ({ shell }) => postMessage(shell),
    (error: unknown) => postMessage(String(error)),
  );
});
