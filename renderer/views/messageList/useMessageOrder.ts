import { useEffect, useState } from 'react';
import type { Uid } from '../../../preload/contract/index.ts';
import { showOrder } from '../../commands/ViewState.ts';
import { watchMessageOrder } from '../../db/queries/watchMessageOrder.ts';
import type { FolderKey } from '../../domain/rows.ts';
import { useServices } from '../app/AppServices.ts';
import { useViewState } from '../app/useViewState.ts';

/**
 * The UIDs the list shows, newest first; undefined until first read. Feeds the window's state from the cache and reads
 * it back, so that what is on the screen is what the keys act on.
 */
export function useMessageOrder(folder: FolderKey | null): readonly Uid[] | undefined {
  const { database, view } = useServices();
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
  useEffect(() => {
    if (folder === null) return;
    return watchMessageOrder(
      database,
      folder,
      { filter: 'all' },
      {
        onOrder: (listed) => view.setState(showOrder(folder, listed)),
        onError: (error) => setFailure({ error }),
      },
    );
  }, [database, folder, view]);
  const order = useViewState((state) =>
    state.folder === folder && state.listed !== null ? state.order : undefined,
  );
  // As a failing live query does: the nearest error boundary shows it.
  if (failure !== null) throw failure.error;
  return order;
}
