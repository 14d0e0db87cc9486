import { Rows3 } from 'lucide-react';
import type { Command } from './Command.ts';

export const toggleDensity: Command = {
  id: 'toggleDensity',
  group: 'app',
  icon: Rows3,
  shortcuts: [],
  label: ({ text }) => text.commands.toggleDensity,
  isEnabled: () => true,
  run: async ({ settings, saveSettings }) => {
    await saveSettings({
      ...settings,
      density: settings.density === 'comfortable' ? 'compact' : 'comfortable',
    });
    return null;
  },
};
