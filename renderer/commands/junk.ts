import { OctagonAlert } from 'lucide-react';
import { changeSelected } from './changeSelected.ts';
import type { Command } from './Command.ts';
import { hasSelection, siblingWithRole } from './folderOf.ts';

export const junk: Command = {
  id: 'junk',
  group: 'message',
  icon: OctagonAlert,
  shortcuts: [{ key: '!' }],
  label: ({ text }) => text.commands.junk,
  isEnabled: (context) => {
    const destination = siblingWithRole(context, 'junk');
    return hasSelection(context) && destination !== undefined && destination.key !== context.state.folder;
  },
  run: async (context) => {
    const destination = siblingWithRole(context, 'junk');
    if (destination === undefined) return null;
    return changeSelected(
      context,
      { kind: 'move', destination: destination.path },
      context.text.commands.junked,
    );
  },
};
