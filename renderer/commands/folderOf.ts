import type { FolderRole } from '../../preload/contract/index.ts';
import type { FolderRow } from '../domain/rows.ts';
import type { CommandContext } from './Command.ts';

/** The folder being shown, when its row is known. */
export function shownFolder(context: CommandContext): FolderRow | undefined {
  return context.folders.find((folder) => folder.key === context.state.folder);
}

/** The folder of that role in the account of the shown folder. */
export function siblingWithRole(context: CommandContext, role: FolderRole): FolderRow | undefined {
  const shown = shownFolder(context);
  return shown === undefined
    ? undefined
    : context.folders.find((folder) => folder.accountId === shown.accountId && folder.role === role);
}

/** True when the mail section shows and at least one message is chosen. */
export function hasSelection(context: CommandContext): boolean {
  return context.state.section === 'mail' && context.state.selection.selected.size > 0;
}
