import type { AccountId } from '../../preload/contract/index.ts';
import { listFolders } from '../db/queries/folderQueries.ts';
import type { FolderKey, FolderRow } from '../domain/rows.ts';
import { folderRank } from './decideNextJob.ts';
import type { SyncPorts } from './SyncPorts.ts';

/** The contract watches at most 50 folders; each may cost a server connection or a place in a rotation. */
const MAX_WATCHED = 20;

/** Asks the host for hints about an account's inbox, the folder the person looks at and other subscribed ones. */
export async function watchFolders(
  { api, database }: SyncPorts,
  accountId: AccountId,
  foreground: FolderKey | null,
  signal: AbortSignal,
): Promise<void> {
  const rank = (row: FolderRow): number =>
    row.role === 'inbox' ? -2 : row.key === foreground ? -1 : folderRank(row);
  const rows = (await listFolders(database, accountId)).filter(
    ({ selectable, role, subscribed, key }) =>
      selectable && (subscribed || role === 'inbox' || key === foreground),
  );
  const folders = rows
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MAX_WATCHED)
    .map(({ path }) => path);
  await api['mail.watch']({ accountId, folders }, { signal });
}
