import { dirname } from 'node:path';
import type { FileSystem } from './FileSystem.ts';
import { systemCode } from './StoreError.ts';

/** The directory exists durably afterwards, parents included; each level is synced in its parent. */
export const ensureDirectory = async (path: string, fileSystem: FileSystem): Promise<void> => {
  try {
    await fileSystem.makeDirectory(path);
  } catch (error) {
    switch (systemCode(error)) {
      case 'EEXIST':
        break; // synced again: the run that made it may have failed just then
      case 'ENOENT':
        if (dirname(path) === path) throw error;
        await ensureDirectory(dirname(path), fileSystem);
        await fileSystem.makeDirectory(path);
        break;
      default:
        throw error;
    }
  }
  await fileSystem.syncDirectory(dirname(path));
};
