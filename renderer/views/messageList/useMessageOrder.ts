import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect } from 'react';
import type { Uid } from '../../../preload/contract/index.ts';
import { showOrder } from '../../commands/ViewState.ts';
import { messageOrder } from '../../db/queries/messageQueries.ts';
import type { FolderKey } from '../../domain/rows.ts';
import { useServices } from '../app/AppServices.ts';

/** The folder's UIDs, newest first, live; undefined until first read. Tells the window's state, whose selection follows. */
export function useMessageOrder(folder: FolderKey | null): readonly Uid[] | undefined {
  const { database, view } = useServices();
  const result = useLiveQuery(
    async () =>
      folder === null
        ? undefined
        : {
            folder,
            order: await messageOrder(database, folder, { filter: 'all', direction: 'descending' }),
          },
    [database, folder],
  );
  useEffect(() => {
    if (result !== undefined) view.setState(showOrder(result.folder, result.order));
  }, [result, view]);
  return result?.folder === folder ? result?.order : undefined;
}
