import { Cable } from 'lucide-react';
import type { Command } from './Command.ts';
import { openSection } from './ViewState.ts';

export const openConnections: Command = {
  id: 'openConnections',
  group: 'navigate',
  icon: Cable,
  shortcuts: [],
  label: ({ text }) => text.commands.openConnections,
  isEnabled: ({ state }) => state.section !== 'connections',
  run: async ({ update }) => {
    update(openSection('connections'));
    return null;
  },
};
