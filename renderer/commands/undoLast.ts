import { Undo2 } from 'lucide-react';
import type { Command } from './Command.ts';

export const undoLast: Command = {
  id: 'undo',
  group: 'app',
  icon: Undo2,
  shortcuts: [{ key: 'z' }, { key: 'z', mod: true }],
  label: ({ text }) => text.commands.undo,
  isEnabled: ({ canUndo }) => canUndo(),
  run: async (context) => {
    await context.undoLast();
    return null;
  },
};
