import type { CommandContext } from '../../commands/Command.ts';
import type { ViewState } from '../../commands/ViewState.ts';
import { messagesByUid } from '../../db/queries/messageQueries.ts';
import { useLanguage, useText } from '../../i18n/TextContext.ts';
import { SELECTED_ROWS_LIMIT, useAppData } from './AppData.ts';
import { useServices } from './AppServices.ts';
import { useViewState } from './useViewState.ts';

/** What commands see now, for labels and what is enabled; repaints with the window's state. */
export function useCommandContext(): CommandContext {
  const contextAt = useContextAt();
  return contextAt(useViewState((whole) => whole));
}

/** What commands see at the moment of a key or a click, which may come before the last change is painted. */
export function useCurrentContext(): () => CommandContext {
  const contextAt = useContextAt();
  const { view } = useServices();
  return () => contextAt(view.getState());
}

function useContextAt(): (state: ViewState) => CommandContext {
  const { database, host, worker, view, inOrder, undoStack } = useServices();
  const { folders, selectedRows, settings } = useAppData();
  const text = useText();
  const language = useLanguage();
  return (state) => {
    const { folder, selection } = state;
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
      rows: selectedRows.filter((row) => row.folder === folder && selection.selected.has(row.uid)),
      readRows: async () => {
        if (folder === null) return [];
        const chosen = [...selection.selected].slice(0, SELECTED_ROWS_LIMIT);
        return (await messagesByUid(database, folder, chosen)).filter((row) => row !== undefined);
      },
      inOrder,
      canUndo: () => undoStack.size > 0,
      undoLast: async () => {
        await undoStack.pop()?.();
      },
    };
  };
}
