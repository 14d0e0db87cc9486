import { Command as CommandIcon } from 'lucide-react';
import type { Command } from './Command.ts';
import { openOverlay } from './ViewState.ts';

export const openPalette: Command = {
  id: 'openPalette',
  group: 'app',
  icon: CommandIcon,
  shortcuts: [{ key: 'k', mod: true }],
  label: ({ text }) => text.commands.openPalette,
  isHidden: true,
  isEnabled: () => true,
  run: async ({ update }) => {
    update(openOverlay('palette'));
    return null;
  },
};
