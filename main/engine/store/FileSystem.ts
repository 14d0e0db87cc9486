/** An open file. Positions are bytes from the start; nothing here is buffered by us. Errors are Node's, with `code`. */
export interface StoreFile {
  /** Fills `buffer` from `position`; resolves with the bytes read, 0 at the end of the file. May be short. */
  read(buffer: Uint8Array, position: number): Promise<number>;
  /** Writes at `position`; resolves with the bytes written. May be short: use `writeFully`. */
  write(bytes: Uint8Array, position: number): Promise<number>;
  truncate(sizeBytes: number): Promise<void>;
  /** Resolves when the file's data and size are on the medium. After a rejection nothing about unsynced data is known. */
  datasync(): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/** `create` fails with EEXIST when the file is there; `read` and `readWrite` fail with ENOENT when it is not. */
export type OpenMode = 'read' | 'readWrite' | 'create';

/** The part of the file system the store needs, as a port, so that tests can fail every call and cut the power. */
export interface FileSystem {
  open(path: string, mode: OpenMode): Promise<StoreFile>;
  /** One level; EEXIST when it is there. */
  makeDirectory(path: string): Promise<void>;
  /** Names of the entries, unordered. */
  list(path: string): Promise<readonly string[]>;
  /** Atomic, replaces the target. Durable only after `syncDirectory`. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  modifiedAtMs(path: string): Promise<number>;
  /** Makes creations, renames and removals in this directory durable (a no-op on Windows, whose NTFS log does it). */
  syncDirectory(path: string): Promise<void>;
}
