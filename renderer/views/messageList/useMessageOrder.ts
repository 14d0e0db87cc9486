import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect } from 'react';
import type { Uid } from '../../../preload/contract/index.ts';
import { showOrder } from '../../commands/ViewState.ts';
import { messageOrder } from '../../db/queries/messageQueries.ts';
import type { FolderKey } from '../../domain/rows.ts';
import { useServices } from '../app/AppServices.ts';
import { useViewState } from '../app/useViewState.ts';

/**
 * The UIDs the list shows, newest first; undefined until first read. Feeds the window's state from the cache and reads
 * it back, so that what is on the screen is what the keys act on.
 */
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
  return useViewState((state) =>
    state.folder === folder && state.listed !== null ? state.order : undefined,
  );
}
