import { ChevronUp } from 'lucide-react';
import type { Command } from './Command.ts';
import { moveFocus } from './Selection.ts';
import { select } from './ViewState.ts';

export const previousMessage: Command = {
  id: 'previousMessage',
  group: 'navigate',
  icon: ChevronUp,
  shortcuts: [{ key: 'k' }],
  label: ({ text }) => text.commands.previousMessage,
  isHidden: true,
  isEnabled: ({ state }) => state.section === 'mail' && state.order.length > 0,
  run: async ({ state, update }) => {
    update(select(moveFocus(state.selection, state.order, -1, false)));
    return null;
  },
};
