import { Mail } from 'lucide-react';
import type { Command } from './Command.ts';
import { openSection } from './ViewState.ts';

export const openMail: Command = {
  id: 'openMail',
  group: 'navigate',
  icon: Mail,
  shortcuts: [],
  label: ({ text }) => text.commands.openMail,
  isEnabled: ({ state }) => state.section !== 'mail',
  run: async ({ update }) => {
    update(openSection('mail'));
    return null;
  },
};
