import type { CommandContext } from '../../commands/Command.ts';
import { useLanguage, useText } from '../../i18n/TextContext.ts';
import { useAppData } from './AppData.ts';
import { useServices } from './AppServices.ts';
import { useViewState } from './useViewState.ts';

/** What commands see now. */
export function useCommandContext(): CommandContext {
  const { host, worker, view, undoStack } = useServices();
  const { folders, selectedRows, settings } = useAppData();
  const text = useText();
  const language = useLanguage();
  const state = useViewState((whole) => whole);
  return {
    state,
    update: (change) => view.setState(change),
    host,
    worker: worker.api,
    text,
    language,
    settings,
    saveSettings: async (next) => {
      await host.api['settings.set'](next);
    },
    folders,
    // Right after the selection moved the rows are still those of the last one: acting on them would be a mistake.
    rows: selectedRows.filter(
      ({ folder, uid }) => folder === state.folder && state.selection.selected.has(uid),
    ),
    canUndo: () => undoStack.size > 0,
    undoLast: async () => {
      await undoStack.pop()?.();
    },
  };
}
