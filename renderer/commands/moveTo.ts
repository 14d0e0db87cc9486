import { FolderInput } from 'lucide-react';
import type { FolderRow } from '../domain/rows.ts';
import { changeSelected } from './changeSelected.ts';
import type { Command } from './Command.ts';
import { hasSelection } from './folderOf.ts';
import { openOverlay } from './ViewState.ts';

/** Asks where to. */
export const moveTo: Command = {
  id: 'moveTo',
  group: 'message',
  icon: FolderInput,
  shortcuts: [{ key: 'v' }],
  label: ({ text }) => text.commands.moveTo,
  isEnabled: hasSelection,
  run: async ({ update }) => {
    update(openOverlay('move'));
    return null;
  },
};

/** Moves the chosen messages there; `name` is the folder as the person sees it. */
export const moveToFolder = (destination: FolderRow, name: string): Command => ({
  ...moveTo,
  id: `moveTo:${destination.key}`,
  shortcuts: [],
  label: () => name,
  run: async (context) => {
    context.update(openOverlay(null));
    return changeSelected(context, { kind: 'move', destination: destination.path }, (count) =>
      context.text.commands.moved(count, name),
    );
  },
});
