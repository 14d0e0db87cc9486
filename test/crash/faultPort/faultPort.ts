import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { relative, resolve, sep } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { DiskRecorder } from './DiskRecorder.ts';
import type { FaultSpec } from './faultSpec.ts';
import { StepCounter } from './StepCounter.ts';

/*
 * Loaded into the host by `node --import`, before its own code: stands between it and `node:fs/promises`, counts each
 * call that changes the disk, and kills the process or fails the call at the one it was told. The shipped code knows
 * nothing of it.
 */
const text = process.env['NARU_FAULT_PORT'];
// The parser's threads inherit the flag; they write nothing.
if (isMainThread && text !== undefined) install(JSON.parse(text) as FaultSpec);

function install(spec: FaultSpec): void {
  const root = resolve(spec.dataDir);
  const counter = new StepCounter(spec);
  const recorder = new DiskRecorder(root, spec.diskLog);
  const real = { ...fs.promises };
  /** Relative to the data directory; null for what lies elsewhere. */
  const inside = (path: unknown): string | null => {
    if (typeof path !== 'string') return null;
    const absolute = resolve(path);
    return absolute === root || absolute.startsWith(root + sep) ? relative(root, absolute) : null;
  };
  const promises = fs.promises as Mutable<typeof fs.promises>;

  promises.open = async (path, flags, mode) => {
    const name = inside(path);
    if (name === null) return real.open(path, flags, mode);
    const creates = typeof flags === 'string' && flags.includes('x');
    const open = (): Promise<fs.promises.FileHandle> => real.open(path, flags, mode);
    const handle = creates ? await counter.step(name, 'create', open) : await open();
    if (creates) recorder.record(['create', name]);
    else if (flags === 'r+') recorder.record(['open', name, (await handle.stat()).size]);
    wrapHandle(handle, name, counter, recorder);
    return handle;
  };
  promises.rename = async (from, to) => {
    const [source, target] = [inside(from), inside(to)];
    if (source === null || target === null) return real.rename(from, to);
    const saved = recorder.save(target);
    await counter.step(target, 'rename', () => real.rename(from, to));
    recorder.record(['rename', source, target, saved]);
  };
  const removing =
    (remove: (path: fs.PathLike) => Promise<void>) =>
    async (path: fs.PathLike): Promise<void> => {
      const name = inside(path);
      if (name === null) return remove(path);
      const saved = recorder.save(name);
      await counter.step(name, 'remove', () => remove(path));
      if (saved !== null) recorder.record(['remove', name, saved]);
    };
  promises.unlink = removing(real.unlink);
  promises.rm = (path, options) =>
    options?.recursive === true ? real.rm(path, options) : removing((one) => real.rm(one, options))(path);
  promises.link = async (existing, path) => {
    const name = inside(path);
    if (name === null) return real.link(existing, path);
    await counter.step(name, 'link', () => real.link(existing, path));
    recorder.record(['create', name]);
  };
  const mkdir = async (path: fs.PathLike, options?: fs.MakeDirectoryOptions): Promise<string | undefined> => {
    const name = inside(path);
    return name === null
      ? real.mkdir(path, options)
      : counter.step(name, 'makeDirectory', () => real.mkdir(path, options));
  };
  promises.mkdir = mkdir as typeof fs.promises.mkdir;
  syncBuiltinESMExports();
  bendTime(spec, counter);
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Shadows the handle's own methods; reads pass untouched. */
function wrapHandle(
  handle: fs.promises.FileHandle,
  name: string,
  counter: StepCounter,
  recorder: DiskRecorder,
): void {
  const prototype = Object.getPrototypeOf(handle) as fs.promises.FileHandle;
  const call = <Key extends 'write' | 'writeFile' | 'truncate' | 'datasync' | 'sync'>(
    key: Key,
    args: unknown[],
  ): Promise<unknown> => (prototype[key] as (...all: unknown[]) => Promise<unknown>).apply(handle, args);
  const write = async (...args: unknown[]): Promise<unknown> => {
    const [buffer, offset = 0, length, position] = args as [Uint8Array, number?, number?, number?];
    const bytes = buffer.subarray(offset, offset + (length ?? buffer.length - offset));
    const part = (): unknown => fs.writeSync(handle.fd, bytes, 0, bytes.length >> 1, position);
    return counter.step(name, 'write', () => call('write', args), { bytes, part });
  };
  const sync = (key: 'datasync' | 'sync') => async (): Promise<void> => {
    const about = await handle.stat();
    await counter.step(name, about.isDirectory() ? 'syncDirectory' : 'sync', () => call(key, []));
    recorder.record(about.isDirectory() ? ['syncDirectory', name] : ['sync', name, about.size]);
  };
  Object.assign(handle, {
    write,
    writeFile: (...args: unknown[]) => counter.step(name, 'write', () => call('writeFile', args)),
    truncate: async (sizeBytes = 0) => {
      await counter.step(name, 'truncate', () => call('truncate', [sizeBytes]));
      recorder.record(['truncate', name, sizeBytes]);
    },
    datasync: sync('datasync'),
    sync: sync('sync'),
  });
}

function bendTime({ clock, timers }: FaultSpec, counter: StepCounter): void {
  const now = Date.now;
  if (clock !== null) Date.now = () => now() + (counter.count >= clock.at ? clock.jumpMs : 0);
  const later = globalThis.setTimeout;
  globalThis.setTimeout = Object.assign(
    (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      later(run, timers[ms ?? 0] ?? ms, ...args),
    { __promisify__: later.__promisify__ },
  ) as typeof setTimeout;
}
