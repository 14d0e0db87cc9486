import { Reply } from 'lucide-react';
import type { Command } from './Command.ts';
import { hasFocusedMessage, openAnswer } from './openAnswer.ts';

export const reply: Command = {
  id: 'reply',
  group: 'message',
  icon: Reply,
  shortcuts: [{ key: 'r' }],
  label: ({ text }) => text.commands.reply,
  isEnabled: hasFocusedMessage,
  run: (context) => openAnswer(context, 'reply'),
};
