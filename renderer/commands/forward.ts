import { Forward } from 'lucide-react';
import type { Command } from './Command.ts';
import { hasFocusedMessage, openAnswer } from './openAnswer.ts';

export const forward: Command = {
  id: 'forward',
  group: 'message',
  icon: Forward,
  shortcuts: [{ key: 'f' }],
  label: ({ text }) => text.commands.forward,
  isEnabled: hasFocusedMessage,
  run: (context) => openAnswer(context, 'forward'),
};
