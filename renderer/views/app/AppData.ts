import { createContext, useContext } from 'react';
import type { Account, AppSettings } from '../../../preload/contract/index.ts';
import type { FolderRow, MessageRow } from '../../domain/rows.ts';
import type { WorkerStatus } from '../../worker/workerApi.ts';

/** What many views read at once, queried once. */
export interface AppData {
  readonly accounts: readonly Account[];
  readonly folders: readonly FolderRow[];
  readonly settings: AppSettings;
  /** The chosen messages, at most SELECTED_ROWS_LIMIT of them. */
  readonly selectedRows: readonly MessageRow[];
  readonly status: WorkerStatus;
}

export const SELECTED_ROWS_LIMIT = 200;

export const AppDataContext = createContext<AppData | null>(null);

/** The data; throws outside the provider, which is a mistake in the program. */
export function useAppData(): AppData {
  const data = useContext(AppDataContext);
  if (data === null) throw new Error('AppDataContext is missing');
  return data;
}
