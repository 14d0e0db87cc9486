import { MailOpen } from 'lucide-react';
import type { Command } from './Command.ts';
import { hasSelection } from './folderOf.ts';
import { haveAll, toggleFlag } from './toggleFlag.ts';

/** Mixed selections become read first, then unread. */
export const toggleRead: Command = {
  id: 'toggleRead',
  group: 'message',
  icon: MailOpen,
  shortcuts: [{ key: 'u' }],
  label: ({ rows, text }) => (haveAll(rows, '\\Seen') ? text.commands.markUnread : text.commands.markRead),
  isEnabled: hasSelection,
  run: (context) => {
    const { markedRead, markedUnread } = context.text.commands;
    return toggleFlag(context, '\\Seen', { set: markedRead, cleared: markedUnread });
  },
};
