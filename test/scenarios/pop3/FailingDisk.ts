import type { FileSystem, StoreFile } from '../../../main/engine/store/FileSystem.ts';
import { nodeFileSystem } from '../../../main/engine/store/nodeFileSystem.ts';

/** The real disk, until it is `full` or the process is `dead`: then no call gets through any more, as after kill -9. */
export class FailingDisk {
  state: 'well' | 'full' | 'dead' = 'well';

  readonly fileSystem: FileSystem = {
    ...nodeFileSystem,
    open: async (path, mode) => this.#file(await this.#unless(() => nodeFileSystem.open(path, mode))),
    rename: (from, to) => this.#unless(() => nodeFileSystem.rename(from, to)),
    remove: (path) => this.#unless(() => nodeFileSystem.remove(path)),
  };

  #file(file: StoreFile): StoreFile {
    const when = <T>(code: string, states: readonly string[], task: () => Promise<T>): Promise<T> =>
      states.includes(this.state) ? Promise.reject(Object.assign(new Error(code), { code })) : task();
    return {
      ...file,
      write: (bytes, position) =>
        when(this.state === 'full' ? 'ENOSPC' : 'EIO', ['full', 'dead'], () => file.write(bytes, position)),
      truncate: (size) => when('EIO', ['dead'], () => file.truncate(size)),
      datasync: () => when('EIO', ['dead'], () => file.datasync()),
    };
  }

  async #unless<T>(task: () => Promise<T>): Promise<T> {
    if (this.state === 'dead') throw Object.assign(new Error('EIO'), { code: 'EIO' });
    return task();
  }
}
