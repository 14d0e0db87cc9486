import type { FolderPath, UidValidity } from '../../../preload/contract/index.ts';

/** A mailbox as SELECT described it (RFC 3501 section 6.3.1), before anything was fetched from it. */
export interface SelectedFolder {
  readonly folder: FolderPath;
  readonly uidValidity: UidValidity;
  /** Null when the server did not say. */
  readonly uidNext: number | null;
  /** HIGHESTMODSEQ as decimal; null without CONDSTORE or with NOMODSEQ (RFC 7162 section 3.1.2). */
  readonly highestModseq: string | null;
  readonly exists: number;
  readonly readOnly: boolean;
  /** PERMANENTFLAGS; null when not said, which means all may be changed. */
  readonly permanentFlags: readonly string[] | null;
}
