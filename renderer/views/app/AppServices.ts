import { createContext, useContext } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { HostClient, Result } from '../../../preload/contract/index.ts';
import type { Notifier } from '../../commands/runCommand.ts';
import type { InOrder } from '../../commands/inOrder.ts';
import type { UndoStack } from '../../commands/UndoStack.ts';
import type { ViewState } from '../../commands/ViewState.ts';
import type { NaruDatabase } from '../../db/openDatabase.ts';
import type { WorkerClient } from '../../worker/workerClient.ts';

/** The host with what it said of itself; null before the first hello. */
export interface PageHost extends HostClient {
  readonly hello: Result<'host.hello'> | null;
  /** Called when the connection comes or goes, and so when `hello` may have changed. */
  onStateChange(listener: () => void): () => void;
}

/** Everything the views need from outside, made once in `index.tsx`. */
export interface AppServices {
  readonly database: NaruDatabase;
  readonly host: PageHost;
  readonly worker: WorkerClient;
  readonly view: StoreApi<ViewState>;
  readonly inOrder: InOrder;
  readonly undoStack: UndoStack;
  readonly notifier: Notifier;
  readonly isMac: boolean;
}

export const AppServicesContext = createContext<AppServices | null>(null);

/** The services; throws outside the provider, which is a mistake in the program. */
export function useServices(): AppServices {
  const services = useContext(AppServicesContext);
  if (services === null) throw new Error('AppServicesContext is missing');
  return services;
}
