import type { FileSystem } from './FileSystem.ts';
import { nodeFileSystem } from './nodeFileSystem.ts';
import { StoreError, systemCode, toStoreError } from './StoreError.ts';
import { readFully } from './writeFully.ts';

/** The whole file, or undefined when there is none. Refuses (`invalid`) files above `limitBytes`. */
export const readFileIfExists = async (
  path: string,
  fileSystem: FileSystem = nodeFileSystem,
  limitBytes = 256 * 1024 * 1024,
): Promise<Uint8Array | undefined> => {
  try {
    const file = await fileSystem.open(path, 'read');
    try {
      const size = await file.size();
      if (size > limitBytes) throw new StoreError('invalid', `${path} is larger than ${limitBytes} bytes`);
      return await readFully(file, 0, size);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw toStoreError(error, `reading ${path}`);
  }
};
