import { UsersRound } from 'lucide-react';
import type { Command } from './Command.ts';
import { openSection } from './ViewState.ts';

export const openAccounts: Command = {
  id: 'openAccounts',
  group: 'navigate',
  icon: UsersRound,
  shortcuts: [],
  label: ({ text }) => text.commands.openAccounts,
  isEnabled: ({ state }) => state.section !== 'accounts',
  run: async ({ update }) => {
    update(openSection('accounts'));
    return null;
  },
};
