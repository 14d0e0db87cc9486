import type { MessageHead, MessageSummary } from '../../preload/contract/index.ts';
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

/** What a row knows that no summary brings. */
type Known = Pick<MessageRow, 'preview' | 'hasBody' | 'charset'> & Partial<Pick<MessageRow, 'summary'>>;

/**
 * The row for a summary with pending operations laid over it; what was learnt from the body stays, and so does a head
 * that was read in the charset the person chose.
 */
export function shapeMessage(
  folder: FolderKey,
  summary: MessageSummary,
  operations: readonly OverlayOperation[],
  known: Known = { preview: '', hasBody: false },
): StoredMessage {
  const { flags, hidden } = overlayPending(summary.uid, summary.flags, operations);
  return {
    folder,
    uid: summary.uid,
    date: messageDate(summary),
    summary: known.charset === undefined ? summary : withHead(summary, known.summary),
    flags,
    preview: known.preview,
    hasBody: known.hasBody,
    ...(known.charset === undefined ? {} : { charset: known.charset }),
    hidden,
    ...(hidden === 0 ? { listedIn: folder } : {}),
    ...(hidden === 0 && isUnread(flags) ? { unreadIn: folder } : {}),
    ...(hidden === 0 && isFlagged(flags) ? { flaggedIn: folder } : {}),
  };
}

/** A summary with the words of another: subject and names, nothing that a server decides. */
export function withHead(summary: MessageSummary, head: MessageHead | undefined): MessageSummary {
  if (head === undefined) return summary;
  const { subject, from, sender, replyTo, to, cc, bcc } = head;
  return { ...summary, subject, from, sender, replyTo, to, cc, bcc };
}

export const weighMessage = (row: StoredMessage): RowWeight => ({
  total: row.hidden === 0 ? 1 : 0,
  unread: row.unreadIn === undefined ? 0 : 1,
});

/** Whether putting `next` in place of `previous` would change nothing. */
export function sameMessage(previous: StoredMessage, next: StoredMessage): boolean {
  return JSON.stringify(previous) === JSON.stringify(next);
}
