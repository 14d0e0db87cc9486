import type { MessageSummary } from '../../preload/contract/index.ts';
import { isFlagged, isUnread } from '../domain/flags.ts';
import { messageDate } from '../domain/messageDate.ts';
import { overlayPending, type OverlayOperation } from '../domain/overlayPending.ts';
import type { FolderKey, MessageRow } from '../domain/rows.ts';

/**
 * A message row with its index fields. IndexedDB leaves a row out of an index whose key path it lacks, so a field
 * is present only where the row belongs to that list: most rows cost one index, and counts need no scan.
 */
export interface StoredMessage extends MessageRow {
  /** Present unless hidden. */
  readonly listedIn?: FolderKey;
  /** Present when listed and unread. */
  readonly unreadIn?: FolderKey;
  /** Present when listed and flagged. */
  readonly flaggedIn?: FolderKey;
}

/** What a row adds to its folder's counters. */
export interface RowWeight {
  readonly total: 0 | 1;
  readonly unread: 0 | 1;
}

/** The row for a summary with pending operations laid over it; what was learnt from the body stays. */
export function shapeMessage(
  folder: FolderKey,
  summary: MessageSummary,
  operations: readonly OverlayOperation[],
  known: Pick<MessageRow, 'preview' | 'hasBody'> = { preview: '', hasBody: false },
): StoredMessage {
  const { flags, hidden } = overlayPending(summary.uid, summary.flags, operations);
  return {
    folder,
    uid: summary.uid,
    date: messageDate(summary),
    summary,
    flags,
    preview: known.preview,
    hasBody: known.hasBody,
    hidden,
    ...(hidden === 0 ? { listedIn: folder } : {}),
    ...(hidden === 0 && isUnread(flags) ? { unreadIn: folder } : {}),
    ...(hidden === 0 && isFlagged(flags) ? { flaggedIn: folder } : {}),
  };
}

export const weighMessage = (row: StoredMessage): RowWeight => ({
  total: row.hidden === 0 ? 1 : 0,
  unread: row.unreadIn === undefined ? 0 : 1,
});

/** Whether putting `next` in place of `previous` would change nothing. */
export function sameMessage(previous: StoredMessage, next: StoredMessage): boolean {
  return JSON.stringify(previous) === JSON.stringify(next);
}
