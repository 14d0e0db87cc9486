import { Archive } from 'lucide-react';
import { changeSelected } from './changeSelected.ts';
import type { Command } from './Command.ts';
import { hasSelection, siblingWithRole } from './folderOf.ts';

export const archive: Command = {
  id: 'archive',
  group: 'message',
  icon: Archive,
  shortcuts: [{ key: 'e' }],
  label: ({ text }) => text.commands.archive,
  isEnabled: (context) => {
    const destination = siblingWithRole(context, 'archive');
    return hasSelection(context) && destination !== undefined && destination.key !== context.state.folder;
  },
  run: async (context) => {
    const destination = siblingWithRole(context, 'archive');
    if (destination === undefined) return null;
    return changeSelected(
      context,
      { kind: 'move', destination: destination.path },
      context.text.commands.archived,
    );
  },
};
