import { Settings } from 'lucide-react';
import type { Command } from './Command.ts';
import { openSection } from './ViewState.ts';

export const openSettings: Command = {
  id: 'openSettings',
  group: 'navigate',
  icon: Settings,
  shortcuts: [],
  label: ({ text }) => text.commands.openSettings,
  isEnabled: ({ state }) => state.section !== 'settings',
  run: async ({ update }) => {
    update(openSection('settings'));
    return null;
  },
};
