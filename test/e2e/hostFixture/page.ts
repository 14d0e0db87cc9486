import { connectHost, hostSourceForWorker } from '../../../renderer/host/connectHost.ts';

/** What the test reads. */
interface Report {
  states: string[];
  page: string | null;
  worker: string | null;
}

const report: Report = { states: [], page: null, worker: null };
Object.assign(globalThis, { report });
const host = connectHost();
host.onStateChange((state) => {
  report.states.push(state);
  if (state === 'open') report.page = host.hello?.appVersion ?? null;
});
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }: MessageEvent<string>) => (report.worker = data);
const { source, transfer } = hostSourceForWorker();
worker.postMessage(source, transfer);
