import { ArrowLeft } from 'lucide-react';
import type { Command } from './Command.ts';
import { emptySelection } from './Selection.ts';
import { select, setReading } from './ViewState.ts';

export const closeMessage: Command = {
  id: 'closeMessage',
  group: 'navigate',
  icon: ArrowLeft,
  shortcuts: [{ key: 'Escape' }],
  label: ({ text }) => text.commands.closeMessage,
  isHidden: true,
  isEnabled: ({ state }) =>
    state.section === 'mail' && state.overlay === null && state.selection.selected.size > 0,
  run: async ({ update }) => {
    update(setReading(false));
    update(select(emptySelection));
    return null;
  },
};
