import { MailOpen } from 'lucide-react';
import { changeSelected } from './changeSelected.ts';
import type { Command, CommandContext } from './Command.ts';
import { hasSelection } from './folderOf.ts';

/** Mixed selections become read first, then unread. */
const isAllRead = ({ rows }: CommandContext): boolean =>
  rows.length > 0 && rows.every((row) => row.flags.includes('\\Seen'));

export const toggleRead: Command = {
  id: 'toggleRead',
  group: 'message',
  icon: MailOpen,
  shortcuts: [{ key: 'u' }],
  label: (context) =>
    isAllRead(context) ? context.text.commands.markUnread : context.text.commands.markRead,
  isEnabled: hasSelection,
  run: async (context) =>
    isAllRead(context)
      ? changeSelected(
          context,
          { kind: 'flags', add: [], remove: ['\\Seen'] },
          context.text.commands.markedUnread,
        )
      : changeSelected(
          context,
          { kind: 'flags', add: ['\\Seen'], remove: [] },
          context.text.commands.markedRead,
        ),
};
