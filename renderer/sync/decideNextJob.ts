import type { FolderKey, FolderRow } from '../domain/rows.ts';

/** One unit of an account's background work; they run one after the other. */
export type SyncJob =
  | { readonly kind: 'push' | 'sync' | 'bodies'; readonly folder: FolderKey }
  | { readonly kind: 'folders' | 'collect' | 'watch' | 'refresh' }
  /** Nothing to do before `untilMs`, or before something happens when null. */
  | { readonly kind: 'wait'; readonly untilMs: number | null };

/** All that the decision needs to know of an account. */
export interface SyncSituation {
  readonly nowMs: number;
  readonly connected: boolean;
  /** After a failure: nothing before this time. */
  readonly blockedUntilMs: number;
  readonly folders: readonly Pick<FolderRow, 'key' | 'role' | 'selectable' | 'subscribed'>[];
  readonly foldersDue: boolean;
  readonly watchDue: boolean;
  /** Folders with operations, those of the oldest first. */
  readonly toPush: readonly FolderKey[];
  readonly toSync: ReadonlySet<FolderKey>;
  readonly toPrefetch: ReadonlySet<FolderKey>;
  /** The folder the person looks at. */
  readonly foreground: FolderKey | null;
  /** POP3 only: when to ask the maildrop next. */
  readonly collectAtMs: number | null;
  /** When all folders are synced again, in case a hint was lost. */
  readonly refreshAtMs: number;
}

const roleOrder: readonly string[] = ['inbox', 'sent', 'drafts', 'archive'];

/** Inbox, then the folders people look at, then the other subscribed ones, then the rest; junk and bin last. */
export function folderRank(folder: Pick<FolderRow, 'role' | 'subscribed'>): number {
  const known = roleOrder.indexOf(folder.role);
  if (known !== -1) return known;
  if (folder.role === 'junk' || folder.role === 'trash') return 90;
  return folder.subscribed ? 10 : 20;
}

/**
 * What to do next. In this order: the person's changes, the folder they look at, the folder list, the maildrop, the
 * periodic refresh, the other folders by rank, bodies by the same order. Nothing while disconnected or blocked.
 */
export function decideNextJob(situation: SyncSituation): SyncJob {
  const { nowMs, foreground, toSync, toPrefetch, collectAtMs, refreshAtMs } = situation;
  if (!situation.connected) return { kind: 'wait', untilMs: null };
  if (nowMs < situation.blockedUntilMs) return { kind: 'wait', untilMs: situation.blockedUntilMs };
  const ranked = situation.folders
    .filter(({ selectable }) => selectable)
    .toSorted((a, b) => rank(a, foreground) - rank(b, foreground));
  const first = (keys: ReadonlySet<FolderKey>): FolderKey | undefined =>
    ranked.find(({ key }) => keys.has(key))?.key;

  const [push] = situation.toPush;
  if (push !== undefined) return { kind: 'push', folder: push };
  const sync = first(toSync);
  if (sync !== undefined && sync === foreground) return { kind: 'sync', folder: sync };
  if (situation.foldersDue) return { kind: 'folders' };
  if (situation.watchDue) return { kind: 'watch' };
  if (collectAtMs !== null && nowMs >= collectAtMs) return { kind: 'collect' };
  if (nowMs >= refreshAtMs) return { kind: 'refresh' };
  if (sync !== undefined) return { kind: 'sync', folder: sync };
  const bodies = first(toPrefetch);
  if (bodies !== undefined) return { kind: 'bodies', folder: bodies };
  return { kind: 'wait', untilMs: Math.min(refreshAtMs, collectAtMs ?? Infinity) };
}

/** Whether a job that went well has heard from the server: mail of a POP3 account lies on this computer. */
export const reachesServer = (job: SyncJob, protocol: 'imap' | 'pop3'): boolean =>
  protocol === 'pop3' ? job.kind === 'collect' : /^(push|sync|folders)$/.test(job.kind);

const rank = (
  folder: Pick<FolderRow, 'key' | 'role' | 'subscribed'>,
  foreground: FolderKey | null,
): number => (folder.key === foreground ? -1 : folderRank(folder));
