import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { SeededRandom } from '../../servers/seededRandom.ts';
import type { DiskEvent } from '../faultPort/faultSpec.ts';

/** Bytes of each file that are on the medium for sure; a file without an entry is there whole. */
type DurableSizes = Map<string, number>;
type NameChange = Extract<DiskEvent, readonly ['create' | 'rename' | 'remove', ...unknown[]]>;

/**
 * The lights went out after the host died: what was written and not synced is gone, half there, zeros or rubbish, and
 * names that changed after their directory's last sync may be the old ones. Afterwards all that is left is durable.
 */
export function losePower(dataDir: string, diskLog: string, random: SeededRandom): void {
  const { sizes, names } = replay(diskLog);
  for (const changes of names.values()) {
    // A directory's changes reach the disk in order; the last ones may not have.
    const lost = changes.slice(random.below(changes.length + 1)).reverse();
    for (const change of lost) undoNameChange(dataDir, change, sizes);
  }
  for (const [path, size] of sizes) {
    const file = join(dataDir, path);
    if (existsSync(file) && statSync(file).isFile()) loseTail(file, size, random);
  }
  forgetDisk(diskLog);
}

/** The disk caught up: everything there is durable from now on. */
export function forgetDisk(diskLog: string): void {
  writeFileSync(diskLog, '');
  const kept = `${diskLog}.kept`;
  if (existsSync(kept)) for (const name of readdirSync(kept)) rmSync(join(kept, name));
}

function replay(diskLog: string): { sizes: DurableSizes; names: Map<string, NameChange[]> } {
  const sizes: DurableSizes = new Map();
  const names = new Map<string, NameChange[]>();
  const pending = (path: string): NameChange[] => {
    const list = names.get(dirname(path)) ?? [];
    names.set(dirname(path), list);
    return list;
  };
  for (const event of events(diskLog)) {
    switch (event[0]) {
      case 'create':
        sizes.set(event[1], 0);
        pending(event[1]).push(event);
        break;
      case 'open':
        // What an earlier process wrote and never synced is no more durable than it was.
        if (!sizes.has(event[1])) sizes.set(event[1], event[2]);
        break;
      case 'truncate':
        sizes.set(event[1], Math.min(event[2], sizes.get(event[1]) ?? event[2]));
        break;
      case 'sync':
        sizes.set(event[1], event[2]);
        break;
      case 'rename': {
        const size = sizes.get(event[1]);
        sizes.delete(event[1]);
        if (size !== undefined) sizes.set(event[2], size);
        pending(event[2]).push(event);
        break;
      }
      case 'remove':
        sizes.delete(event[1]);
        pending(event[1]).push(event);
        break;
      case 'syncDirectory':
        names.delete(event[1] === '' ? '.' : event[1]);
    }
  }
  return { sizes, names };
}

function events(diskLog: string): readonly DiskEvent[] {
  if (!existsSync(diskLog)) return [];
  return readFileSync(diskLog, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith(']'))
    .map((line) => JSON.parse(line) as DiskEvent); // the fault port's own lines
}

function undoNameChange(dataDir: string, change: NameChange, sizes: DurableSizes): void {
  const at = (path: string): string => join(dataDir, path);
  switch (change[0]) {
    case 'create':
      rmSync(at(change[1]), { force: true });
      sizes.delete(change[1]);
      return;
    case 'rename': {
      const [, from, to, saved] = change;
      if (existsSync(at(to))) renameSync(at(to), at(from));
      const size = sizes.get(to);
      sizes.delete(to);
      if (size !== undefined) sizes.set(from, size);
      if (saved !== null) renameSync(saved, at(to));
      return;
    }
    case 'remove':
      if (change[2] !== null && !existsSync(at(change[1]))) renameSync(change[2], at(change[1]));
  }
}

function loseTail(path: string, durable: number, random: SeededRandom): void {
  const size = statSync(path).size;
  if (size <= durable) return;
  const file = openSync(path, 'r+');
  try {
    const kept = durable + random.below(size - durable + 1);
    switch (random.below(4)) {
      case 0:
        ftruncateSync(file, durable);
        break;
      case 1:
        ftruncateSync(file, kept);
        break;
      case 2:
        // The size was written back, the bytes were not.
        writeSync(file, Buffer.alloc(size - kept), 0, size - kept, kept);
        break;
      default:
        writeSync(file, random.bytes(size - kept), 0, size - kept, kept);
    }
  } finally {
    closeSync(file);
  }
}
