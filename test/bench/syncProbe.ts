/** What the page notes of a sync, in milliseconds since it was loaded; 0: not yet. */
export interface SyncProbe {
  /** The account said it is online. */
  loginAt: number;
  /** The first subject was on the screen. */
  firstListAt: number;
  /** The list was as long as expected. */
  allListedAt: number;
  /** Calls the worker, and tells when it has answered. */
  call(method: string, args: readonly unknown[]): Promise<number>;
}

/** Runs in the page before anything of it: listens in on the worker, and watches the list. */
export function installSyncProbe(expected: number): void {
  interface Told {
    readonly type: string;
    readonly id?: number;
    readonly status?: { readonly accounts: Readonly<Record<string, { readonly state: string }>> };
  }
  const waiting = new Map<number, () => void>();
  let worker: Worker | undefined;
  let lastId = 1_000_000;
  const probe: SyncProbe = {
    loginAt: 0,
    firstListAt: 0,
    allListedAt: 0,
    call: (method, args) =>
      new Promise((resolve) => {
        const id = (lastId += 1);
        const startedAt = performance.now();
        waiting.set(id, () => resolve(performance.now() - startedAt));
        worker?.postMessage({ type: 'call', id, method, args });
      }),
  };
  const remember = (started: Worker): void => {
    worker = started;
  };
  Object.assign(globalThis, { __sync: probe });
  const NativeWorker = Worker;
  globalThis.Worker = class extends NativeWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      remember(this);
      this.addEventListener('message', ({ data }: MessageEvent<Told>) => {
        if (data.type === 'result' || data.type === 'error') waiting.get(data.id ?? 0)?.();
        const accounts = Object.values(data.status?.accounts ?? {});
        if (probe.loginAt === 0 && accounts.some(({ state }) => state === 'online'))
          probe.loginAt = performance.now();
      });
    }
  };
  const look = (): void => {
    if (probe.firstListAt === 0 && document.querySelector('.n-message__subject') !== null)
      probe.firstListAt = performance.now();
    const count = document.querySelector('[role=grid][aria-rowcount]')?.getAttribute('aria-rowcount');
    if (probe.allListedAt === 0 && Number(count) === expected) probe.allListedAt = performance.now();
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ['aria-rowcount'],
  });
}

/** Adds an account as the form does, but without a login before it; runs in a page with a session. */
export async function addByRpc(account: unknown): Promise<void> {
  const socket = new WebSocket(`ws://${location.host}/rpc`);
  socket.binaryType = 'arraybuffer';
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('no connection to the host'));
  });
  // As contract/wire.ts: length, then JSON.
  const send = (value: unknown): void => {
    const json = new TextEncoder().encode(JSON.stringify({ value, binaries: [] }));
    const frame = new Uint8Array(4 + json.length);
    new DataView(frame.buffer).setUint32(0, json.length);
    frame.set(json, 4);
    socket.send(frame);
  };
  const answer = new Promise<{ readonly type: string }>((resolve) => {
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      const { value } = JSON.parse(new TextDecoder().decode(data.slice(4))) as {
        value: { readonly type: string; readonly id?: string };
      };
      if (value.id === 'add') resolve(value);
    };
  });
  send({ type: 'call', id: 'add', method: 'accounts.add', params: account, deadlineMs: 60_000 });
  const said = await answer;
  socket.close();
  if (said.type !== 'result') throw new Error(`the account was not added: ${JSON.stringify(said)}`);
}

/** Messages with a body in the cache; read from IndexedDB itself, in a few milliseconds. */
export async function countBodies(): Promise<number> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const open = indexedDB.open('naru');
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error ?? new Error('IndexedDB does not open'));
  });
  const blocks = await new Promise<readonly { readonly packs: Uint32Array }[]>((resolve, reject) => {
    const read = database.transaction('blocks').objectStore('blocks').getAll();
    read.onsuccess = () => resolve(read.result as readonly { readonly packs: Uint32Array }[]);
    read.onerror = () => reject(read.error ?? new Error('IndexedDB cannot be read'));
  });
  database.close();
  return blocks.reduce((sum, { packs }) => sum + packs.filter((pack) => pack !== 0).length, 0);
}

/** How a list kept up with a person who scrolls; times in milliseconds. */
export interface ScrollFigures {
  readonly frames: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** Share of frames that came more than half a frame of 60 Hz late. */
  readonly lateFrames: number;
  readonly longTasks: number;
  readonly longTaskMs: number;
  /** Share of frames in which a row was not there yet. */
  readonly placeholders: number;
}

/** Runs in the page: scrolls `pixels` a frame, down and up, for `frames` of them, or (0) until all is listed. */
export async function scrollUntilListed({
  pixels,
  frames,
}: {
  readonly pixels: number;
  readonly frames: number;
}): Promise<ScrollFigures> {
  const { __sync: probe } = globalThis as unknown as { readonly __sync: SyncProbe };
  const list = document.querySelector('[role=grid][aria-rowcount]');
  if (list === null) throw new Error('there is no list');
  const tasks: number[] = [];
  const observer = new PerformanceObserver((entries) => {
    for (const { duration } of entries.getEntries()) tasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  const deltas: number[] = [];
  let withPlaceholder = 0;
  let direction = 1;
  let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
  while (frames === 0 ? probe.allListedAt === 0 || deltas.length < 60 : deltas.length < frames) {
    const { scrollTop, scrollHeight, clientHeight } = list;
    if (direction > 0 && scrollTop + clientHeight >= scrollHeight - pixels) direction = -1;
    if (direction < 0 && scrollTop <= pixels) direction = 1;
    list.scrollTop = scrollTop + direction * pixels;
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    deltas.push(now - last);
    last = now;
    if (list.querySelector('.n-message__cell--coming') !== null) withPlaceholder += 1;
  }
  observer.disconnect();
  const sorted = deltas.toSorted((a, b) => a - b);
  const at = (part: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0) * 10) / 10;
  return {
    frames: deltas.length,
    p50: at(0.5),
    p95: at(0.95),
    max: at(1),
    lateFrames: deltas.filter((ms) => ms > 25).length / deltas.length,
    longTasks: tasks.length,
    longTaskMs: Math.round(tasks.reduce((sum, ms) => sum + ms, 0)),
    placeholders: withPlaceholder / deltas.length,
  };
}
