import type { FolderRow } from './rows.ts';

/**
 * The numbers to show beside a folder: the cache's own once all summaries are here; before that the server's,
 * where it told them, as the cache would show too few.
 */
export function shownCounts(folder: Pick<FolderRow, 'total' | 'unread' | 'progress' | 'serverCounts'>): {
  readonly total: number;
  readonly unread: number;
} {
  const { total, unread, progress, serverCounts } = folder;
  if (serverCounts === null || (progress !== null && progress.done >= progress.total))
    return { total, unread };
  return { total: Math.max(total, serverCounts.total), unread: Math.max(unread, serverCounts.unseen ?? 0) };
}
