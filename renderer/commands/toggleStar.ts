import { Star } from 'lucide-react';
import { changeSelected } from './changeSelected.ts';
import type { Command, CommandContext } from './Command.ts';
import { hasSelection } from './folderOf.ts';

const isAllStarred = ({ rows }: CommandContext): boolean =>
  rows.length > 0 && rows.every((row) => row.flags.includes('\\Flagged'));

export const toggleStar: Command = {
  id: 'toggleStar',
  group: 'message',
  icon: Star,
  shortcuts: [{ key: 's' }],
  label: (context) => (isAllStarred(context) ? context.text.commands.unstar : context.text.commands.star),
  isEnabled: hasSelection,
  run: async (context) =>
    isAllStarred(context)
      ? changeSelected(
          context,
          { kind: 'flags', add: [], remove: ['\\Flagged'] },
          context.text.commands.unstarred,
        )
      : changeSelected(
          context,
          { kind: 'flags', add: ['\\Flagged'], remove: [] },
          context.text.commands.starred,
        ),
};
