import { Star } from 'lucide-react';
import type { Command } from './Command.ts';
import { hasSelection } from './folderOf.ts';
import { haveAll, toggleFlag } from './toggleFlag.ts';

export const toggleStar: Command = {
  id: 'toggleStar',
  group: 'message',
  icon: Star,
  shortcuts: [{ key: 's' }],
  label: ({ rows, text }) => (haveAll(rows, '\\Flagged') ? text.commands.unstar : text.commands.star),
  isEnabled: hasSelection,
  run: (context) => {
    const { starred, unstarred } = context.text.commands;
    return toggleFlag(context, '\\Flagged', { set: starred, cleared: unstarred });
  },
};
