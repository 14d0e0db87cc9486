import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, type ReactNode } from 'react';
import { openFolder } from '../../commands/ViewState.ts';
import { drop } from '../../commands/drop.ts';
import { allFolders, listAccounts } from '../../db/queries/folderQueries.ts';
import { messagesByUid } from '../../db/queries/messageQueries.ts';
import { appSettings } from '../../db/queries/mirrorQueries.ts';
import { AppDataContext, SELECTED_ROWS_LIMIT } from './AppData.ts';
import { useServices } from './AppServices.ts';
import { useViewState } from './useViewState.ts';
import { useWorkerStatus } from './useWorkerStatus.ts';

/** Reads what many views share; shows nothing until the first answers are there (a few milliseconds). */
export function AppDataProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { database, view, worker } = useServices();
  const accounts = useLiveQuery(() => listAccounts(database), [database]);
  const folders = useLiveQuery(() => allFolders(database), [database]);
  const settings = useLiveQuery(() => appSettings(database), [database]);
  const status = useWorkerStatus();
  const folder = useViewState((state) => state.folder);
  const selected = useViewState((state) => state.selection.selected);
  const selectedRows = useLiveQuery(
    async () =>
      folder === null
        ? []
        : (await messagesByUid(database, folder, [...selected].slice(0, SELECTED_ROWS_LIMIT))).filter(
            (row) => row !== undefined,
          ),
    [database, folder, selected],
    [],
  );

  const shown = folders?.find(({ key }) => key === folder);
  const firstInbox =
    folders?.find(({ role, accountId }) => role === 'inbox' && accountId === accounts?.[0]?.id) ??
    folders?.find(({ role }) => role === 'inbox');
  useEffect(() => {
    // On the first start, and when the shown folder's account was removed.
    if (shown === undefined && firstInbox !== undefined) view.setState(openFolder(firstInbox.key));
  }, [shown, firstInbox, view]);
  useEffect(() => {
    if (folder !== null)
      drop(worker.api.openFolder(folder), 'the list shows what is cached; trouble comes through the status');
  }, [folder, worker]);

  if (accounts === undefined || folders === undefined || settings === undefined) return null;
  return (
    <AppDataContext value={{ accounts, folders, settings, selectedRows, status }}>{children}</AppDataContext>
  );
}
