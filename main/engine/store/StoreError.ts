/**
 * - `diskFull`: no space or quota; nothing of the refused operation remains, try again after making room.
 * - `io`: the medium failed; the refused operation did not happen.
 * - `poisoned`: an fsync failed, so what the medium holds is unknown; open again before writing.
 * - `corrupt`: bytes on disk are not what the journal says (or no longer readable).
 * - `unknownFormat`: written by a newer Naru; nothing was touched.
 * - `notFound`, `conflict`, `invalid`: the caller's request does not fit what the store holds.
 * - `closed`: used after `close()`.
 */
export type StoreErrorCode =
  | 'diskFull'
  | 'io'
  | 'poisoned'
  | 'corrupt'
  | 'unknownFormat'
  | 'notFound'
  | 'conflict'
  | 'invalid'
  | 'closed';

/** Every rejection of the store is one of these. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Node's error code (`ENOSPC`), or undefined for anything else. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Wraps a file system failure: ENOSPC and EDQUOT are `diskFull`, others `io`. A StoreError passes unchanged. */
export const toStoreError = (error: unknown, doing: string): StoreError => {
  if (error instanceof StoreError) return error;
  const code = systemCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new StoreError('diskFull', `No space left while ${doing}`, { cause: error })
    : new StoreError('io', `The disk failed (${code ?? 'unknown'}) while ${doing}`, { cause: error });
};
