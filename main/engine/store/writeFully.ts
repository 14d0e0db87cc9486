import type { StoreFile } from './FileSystem.ts';
import { StoreError } from './StoreError.ts';

/** Writes all of `bytes` at `position`, continuing after short writes. A write of nothing counts as a full disk. */
export const writeFully = async (file: StoreFile, bytes: Uint8Array, position: number): Promise<void> => {
  let done = 0;
  while (done < bytes.length) {
    const written = await file.write(done === 0 ? bytes : bytes.subarray(done), position + done);
    if (written <= 0) throw new StoreError('diskFull', 'The disk took none of the bytes');
    done += written;
  }
};

/** Reads exactly `length` bytes at `position`; a shorter file is `corrupt`. */
export const readFully = (file: StoreFile, position: number, length: number): Promise<Uint8Array> =>
  readInto(file, position, new Uint8Array(length));

/** The same into memory at hand, all of it. */
export const readInto = async (file: StoreFile, position: number, bytes: Uint8Array): Promise<Uint8Array> => {
  let done = 0;
  while (done < bytes.length) {
    const read = await file.read(bytes.subarray(done), position + done);
    if (read <= 0)
      throw new StoreError(
        'corrupt',
        `The file ends at ${position + done}, expected ${position + bytes.length}`,
      );
    done += read;
  }
  return bytes;
};
