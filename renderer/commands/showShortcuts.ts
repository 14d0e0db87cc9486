import { Keyboard } from 'lucide-react';
import type { Command } from './Command.ts';
import { openOverlay } from './ViewState.ts';

export const showShortcuts: Command = {
  id: 'showShortcuts',
  group: 'app',
  icon: Keyboard,
  shortcuts: [{ key: '?' }],
  label: ({ text }) => text.commands.showShortcuts,
  isHidden: false,
  isEnabled: () => true,
  run: async ({ update }) => {
    update(openOverlay('shortcuts'));
    return null;
  },
};
