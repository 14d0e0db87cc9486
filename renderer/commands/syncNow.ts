import { RefreshCw } from 'lucide-react';
import type { Command } from './Command.ts';

export const syncNow: Command = {
  id: 'syncNow',
  group: 'app',
  icon: RefreshCw,
  shortcuts: [],
  label: ({ text }) => text.commands.syncNow,
  isEnabled: ({ folders }) => folders.length > 0,
  run: async ({ worker }) => {
    await worker.syncNow(null);
    return null;
  },
};
