// First: schemas look at this setting when they are made.
import './zodJitless.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createStore } from 'zustand/vanilla';
import { createInOrder } from './commands/inOrder.ts';
import { createUndoStack } from './commands/UndoStack.ts';
import { initialViewState } from './commands/ViewState.ts';
import { openDatabase } from './db/openDatabase.ts';
import { connectHost } from './host/connectHost.ts';
import { toastNotifier } from './views/app/toastNotifier.ts';
import { App } from './views/app/App.tsx';
import { startWorker } from './worker/startWorker.ts';

const DATABASE = 'naru';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App
      services={{
        database: openDatabase(DATABASE),
        host: connectHost(),
        worker: startWorker(DATABASE),
        view: createStore(() => initialViewState),
        inOrder: createInOrder(),
        undoStack: createUndoStack(),
        notifier: toastNotifier,
        isMac: navigator.platform.startsWith('Mac'),
      }}
    />
  </StrictMode>,
);
