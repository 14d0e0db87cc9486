import { useStore } from 'zustand';
import type { ViewState } from '../../commands/ViewState.ts';
import { useServices } from './AppServices.ts';

/** One piece of the window's state; repaints when that piece changes. */
export function useViewState<T>(pick: (state: ViewState) => T): T {
  return useStore(useServices().view, pick);
}
