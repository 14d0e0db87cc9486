import '../../../renderer/zodJitless.ts';
import { createRoot } from 'react-dom/client';
import { createStore } from 'zustand/vanilla';
import { createInOrder } from '../../../renderer/commands/inOrder.ts';
import { createUndoStack } from '../../../renderer/commands/UndoStack.ts';
import { initialViewState } from '../../../renderer/commands/ViewState.ts';
import { openDatabase } from '../../../renderer/db/openDatabase.ts';
import { App } from '../../../renderer/views/app/App.tsx';
import { toastNotifier } from '../../../renderer/views/app/toastNotifier.ts';
import { fakeHost } from './fakeHost.ts';
import { fakeWorker } from './fakeWorker.ts';
import { fillCache } from './fillCache.ts';

/** `?lang=ko&theme=dark&density=compact&mode=syncing|offline|trouble|first|empty&rows=100000` */
async function start(): Promise<void> {
  const query = new URLSearchParams(location.search);
  const mode = query.get('mode') ?? 'normal';
  const database = openDatabase(`fixture-${crypto.randomUUID()}`);
  const accounts = await fillCache(database, {
    mode,
    rows: Number(query.get('rows') ?? '400'),
    language: query.get('lang') === 'ko' ? 'ko' : 'en',
    theme: query.get('theme') === 'dark' ? 'dark' : 'light',
    density: query.get('density') === 'compact' ? 'compact' : 'comfortable',
  });
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  createRoot(root).render(
    <App
      services={{
        database,
        host: fakeHost(database),
        worker: fakeWorker(database, accounts, mode),
        view: createStore(() => initialViewState),
        inOrder: createInOrder(),
        undoStack: createUndoStack(),
        notifier: toastNotifier,
        isMac: false,
      }}
    />,
  );
}

await start();
