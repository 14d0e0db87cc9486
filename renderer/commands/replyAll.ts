import { ReplyAll } from 'lucide-react';
import type { Command } from './Command.ts';
import { hasFocusedMessage, openAnswer } from './openAnswer.ts';

export const replyAll: Command = {
  id: 'replyAll',
  group: 'message',
  icon: ReplyAll,
  shortcuts: [{ key: 'a' }],
  label: ({ text }) => text.commands.replyAll,
  isEnabled: hasFocusedMessage,
  run: (context) => openAnswer(context, 'replyAll'),
};
