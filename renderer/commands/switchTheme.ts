import { SunMoon } from 'lucide-react';
import type { Command } from './Command.ts';

/** From what is seen now to the other; `system` ends with the first use and comes back in the settings. */
export const switchTheme: Command = {
  id: 'switchTheme',
  group: 'app',
  icon: SunMoon,
  shortcuts: [],
  label: ({ text }) => text.commands.switchTheme,
  isEnabled: () => true,
  run: async ({ settings, saveSettings }) => {
    const isDark =
      settings.theme === 'dark' ||
      (settings.theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
    await saveSettings({ ...settings, theme: isDark ? 'light' : 'dark' });
    return null;
  },
};
