import { Upload } from 'lucide-react';
import type { Command } from './Command.ts';
import { openSection } from './ViewState.ts';

export const openOutbox: Command = {
  id: 'openOutbox',
  group: 'navigate',
  icon: Upload,
  shortcuts: [],
  label: ({ text }) => text.commands.openOutbox,
  isEnabled: ({ state }) => state.section !== 'outbox',
  run: async ({ update }) => {
    update(openSection('outbox'));
    return null;
  },
};
