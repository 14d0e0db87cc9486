import { ChevronDown } from 'lucide-react';
import type { Command } from './Command.ts';
import { moveFocus } from './Selection.ts';
import { select } from './ViewState.ts';

export const nextMessage: Command = {
  id: 'nextMessage',
  group: 'navigate',
  icon: ChevronDown,
  shortcuts: [{ key: 'j' }],
  label: ({ text }) => text.commands.nextMessage,
  isHidden: true,
  isEnabled: ({ state }) => state.section === 'mail' && state.order.length > 0,
  run: async ({ state, update }) => {
    update(select(moveFocus(state.selection, state.order, 1, false)));
    return null;
  },
};
