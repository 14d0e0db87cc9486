import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import type { FileSystem } from './FileSystem.ts';
import { nodeFileSystem } from './nodeFileSystem.ts';
import { systemCode, toStoreError } from './StoreError.ts';
import { writeFully } from './writeFully.ts';

/** Marks a file still being written; one left by a crash means nothing and may be removed at start. */
export const temporaryMark = '.tmp-';

/**
 * Replaces `path` by `bytes`: temporary file, fsync, rename, fsync of the directory. When it resolves the new content
 * survives a power cut; when it rejects (StoreError), or at any crash, the path holds the old or the new content,
 * whole. The directory must exist.
 */
export const writeFileDurably = async (
  path: string,
  bytes: Uint8Array,
  fileSystem: FileSystem = nodeFileSystem,
): Promise<void> => {
  const temporary = `${path}${temporaryMark}${randomBytes(6).toString('hex')}`;
  try {
    const file = await fileSystem.open(temporary, 'create');
    try {
      await writeFully(file, bytes, 0);
      await file.datasync();
    } finally {
      await file.close();
    }
    await fileSystem.rename(temporary, path);
    await fileSystem.syncDirectory(dirname(path));
  } catch (error) {
    await removeIfExists(temporary, fileSystem).catch(() => undefined); // the first failure is the one to report
    throw toStoreError(error, `writing ${path}`);
  }
};

/** Removes a file; resolves also when there was none. Not durable until the directory is synced. */
export const removeIfExists = async (
  path: string,
  fileSystem: FileSystem = nodeFileSystem,
): Promise<void> => {
  try {
    await fileSystem.remove(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
};
