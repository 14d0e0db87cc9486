import { Languages } from 'lucide-react';
import type { Command } from './Command.ts';

export const switchLanguage: Command = {
  id: 'switchLanguage',
  group: 'app',
  icon: Languages,
  shortcuts: [],
  label: ({ text }) => text.commands.switchLanguage,
  isEnabled: () => true,
  run: async ({ language, settings, saveSettings }) => {
    await saveSettings({ ...settings, language: language === 'ko' ? 'en' : 'ko' });
    return null;
  },
};
