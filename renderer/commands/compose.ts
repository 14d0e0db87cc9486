import { SquarePen } from 'lucide-react';
import type { Command } from './Command.ts';
import { openCompose } from './ViewState.ts';

export const compose: Command = {
  id: 'compose',
  group: 'app',
  icon: SquarePen,
  shortcuts: [{ key: 'c' }],
  label: ({ text }) => text.commands.compose,
  isEnabled: ({ folders }) => folders.length > 0,
  run: async ({ update }) => {
    update(openCompose({ kind: 'new' }));
    return null;
  },
};
