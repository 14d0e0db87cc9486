import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { FileSystem, OpenMode, StoreFile } from './FileSystem.ts';

const flags = { read: 'r', readWrite: 'r+', create: 'wx+' } as const satisfies Record<OpenMode, string>;

const storeFile = (handle: FileHandle): StoreFile => ({
  read: async (buffer, position) => (await handle.read(buffer, 0, buffer.length, position)).bytesRead,
  write: async (bytes, position) => (await handle.write(bytes, 0, bytes.length, position)).bytesWritten,
  truncate: (sizeBytes) => handle.truncate(sizeBytes),
  datasync: () => handle.datasync(),
  size: async () => (await handle.stat()).size,
  close: () => handle.close(),
});

/** The real disk. Files are made 0600 and directories 0700: mail is nobody else's. */
export const nodeFileSystem: FileSystem = {
  open: async (path, mode) => storeFile(await open(path, flags[mode], 0o600)),
  makeDirectory: (path) => mkdir(path, { mode: 0o700 }),
  list: (path) => readdir(path),
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path),
  modifiedAtMs: async (path) => (await stat(path)).mtimeMs,
  syncDirectory: async (path) => {
    // Windows cannot open a directory for flushing; NTFS journals its metadata.
    if (process.platform === 'win32') return;
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};
