import type { FileSystem, OpenMode, StoreFile } from '../../../../main/engine/store/FileSystem.ts';

type Pending = { readonly at: number; readonly bytes: Uint8Array } | { readonly truncateTo: number };
interface Inode {
  data: Uint8Array;
  size: number;
  durable: Uint8Array;
  pending: Pending[];
}
export type FaultKind = 'EIO' | 'ENOSPC' | 'shortWrite' | 'powerCut';
export interface Fault {
  readonly atCall: number;
  readonly kind: FaultKind;
}

const failure = (code: string): Error => Object.assign(new Error(code), { code });
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/**
 * A disk that forgets: what was not synced, and names whose directory was not, may be gone, old, torn or reordered
 * after `powerCut`. Every call is counted, and one of them can be made to fail.
 */
export class MemoryFileSystem implements FileSystem {
  #files = new Map<string, Inode>();
  #durableNames = new Map<string, Inode>();
  #directories = new Set<string>(['/']);
  calls = 0;
  fault: Fault | undefined;
  #off = false;
  readonly #random: () => number;

  constructor(random: () => number = () => 0.5) {
    this.#random = random;
  }

  /** The disk after the lights went out: only what must have survived, and by chance some of what need not. */
  powerCut(): MemoryFileSystem {
    const after = new MemoryFileSystem(this.#random);
    after.#directories = new Set(this.#directories);
    const names = new Map(this.#durableNames);
    for (const [name, inode] of this.#files)
      if (names.get(name) !== inode && this.#random() < 0.5) names.set(name, inode);
    for (const name of [...names.keys()])
      if (!this.#files.has(name) && this.#random() < 0.5) names.delete(name);
    for (const [name, inode] of names) {
      const data = this.#survivor(inode);
      const copy: Inode = { data, size: data.length, durable: data.slice(), pending: [] };
      after.#files.set(name, copy);
      after.#durableNames.set(name, copy);
    }
    return after;
  }

  /** The disk as a killed process leaves it: everything written is there. */
  processKilled(): MemoryFileSystem {
    const after = new MemoryFileSystem(this.#random);
    after.#directories = this.#directories;
    after.#files = this.#files;
    after.#durableNames = this.#durableNames;
    return after;
  }

  bytesOf(path: string): Uint8Array {
    const inode = this.#files.get(path);
    if (inode === undefined) throw failure('ENOENT');
    return inode.data.slice(0, inode.size);
  }

  overwrite(path: string, at: number, bytes: Uint8Array): void {
    const inode = this.#files.get(path);
    if (inode === undefined) throw failure('ENOENT');
    inode.data.set(bytes, at);
    inode.durable.set(bytes, at);
  }

  paths(): string[] {
    return [...this.#files.keys()].sort();
  }

  async open(path: string, mode: OpenMode): Promise<StoreFile> {
    this.#call();
    let inode = this.#files.get(path);
    if (mode === 'create') {
      if (inode !== undefined) throw failure('EEXIST');
      if (!this.#directories.has(parentOf(path))) throw failure('ENOENT');
      inode = { data: new Uint8Array(0), size: 0, durable: new Uint8Array(0), pending: [] };
      this.#files.set(path, inode);
    }
    if (inode === undefined) throw failure('ENOENT');
    return this.#file(inode);
  }
  async makeDirectory(path: string): Promise<void> {
    this.#call();
    if (this.#directories.has(path)) throw failure('EEXIST');
    if (!this.#directories.has(parentOf(path))) throw failure('ENOENT');
    this.#directories.add(path);
  }
  async list(path: string): Promise<readonly string[]> {
    this.#call();
    return this.paths()
      .filter((file) => parentOf(file) === path)
      .map((file) => file.slice(path.length + 1));
  }
  async rename(from: string, to: string): Promise<void> {
    this.#call();
    const inode = this.#files.get(from);
    if (inode === undefined) throw failure('ENOENT');
    this.#files.delete(from);
    this.#files.set(to, inode);
  }
  async remove(path: string): Promise<void> {
    this.#call();
    if (!this.#files.delete(path)) throw failure('ENOENT');
  }
  async modifiedAtMs(path: string): Promise<number> {
    this.#call();
    if (!this.#files.has(path)) throw failure('ENOENT');
    return 0;
  }
  async syncDirectory(path: string): Promise<void> {
    this.#call();
    for (const name of [...this.#durableNames.keys()]) {
      if (parentOf(name) === path && !this.#files.has(name)) this.#durableNames.delete(name);
    }
    for (const [name, inode] of this.#files) if (parentOf(name) === path) this.#durableNames.set(name, inode);
  }

  #file(inode: Inode): StoreFile {
    return {
      read: async (buffer, position) => {
        this.#call();
        const bytes = inode.data.subarray(position, Math.min(inode.size, position + buffer.length));
        buffer.set(bytes);
        return bytes.length;
      },
      write: async (bytes, position) => {
        const short = this.#call();
        const taken = short ? bytes.slice(0, Math.max(1, bytes.length >> 1)) : bytes.slice();
        write(inode, taken, position);
        inode.pending.push({ at: position, bytes: taken });
        return taken.length;
      },
      truncate: async (sizeBytes) => {
        this.#call();
        truncate(inode, sizeBytes);
        inode.pending.push({ truncateTo: sizeBytes });
      },
      datasync: async () => {
        this.#call();
        inode.durable = inode.data.slice(0, inode.size);
        inode.pending = [];
      },
      size: async () => {
        this.#call();
        return inode.size;
      },
      close: async () => undefined,
    };
  }

  /** True when a write is to be cut short. */
  #call(): boolean {
    if (this.#off) throw failure('EIO');
    this.calls += 1;
    if (this.fault?.atCall !== this.calls) return false;
    switch (this.fault.kind) {
      case 'shortWrite':
        return true;
      case 'powerCut':
        this.#off = true;
        throw failure('EIO');
      case 'EIO':
      case 'ENOSPC':
        throw failure(this.fault.kind);
    }
  }

  #survivor(inode: Inode): Uint8Array {
    const result: Inode = {
      data: inode.durable.slice(),
      size: inode.durable.length,
      durable: inode.durable,
      pending: [],
    };
    const kept = Math.floor(this.#random() * (inode.pending.length + 1));
    inode.pending.slice(0, kept).forEach((pending, at) => {
      if ('truncateTo' in pending) truncate(result, pending.truncateTo);
      else {
        const chance = this.#random();
        // Written back in another order: the size grew, the bytes never came.
        const dropped = chance < 0.2 ? new Uint8Array(pending.bytes.length) : pending.bytes;
        const torn =
          at === kept - 1 && chance > 0.4
            ? dropped.slice(0, Math.floor(this.#random() * dropped.length))
            : dropped;
        write(result, torn, pending.at);
      }
    });
    return result.data.slice(0, result.size);
  }
}

const write = (inode: Inode, bytes: Uint8Array, at: number): void => {
  const size = Math.max(inode.size, at + bytes.length);
  if (size > inode.data.length) {
    const grown = new Uint8Array(size * 2);
    grown.set(inode.data.subarray(0, inode.size));
    inode.data = grown;
  }
  inode.data.fill(0, inode.size, Math.max(inode.size, at));
  inode.data.set(bytes, at);
  inode.size = size;
};

const truncate = (inode: Inode, size: number): void => {
  if (size > inode.size) write(inode, new Uint8Array(size - inode.size), inode.size);
  inode.size = size;
};
