import { CheckCheck } from 'lucide-react';
import type { Command } from './Command.ts';
import { select } from './ViewState.ts';

export const selectAll: Command = {
  id: 'selectAll',
  group: 'navigate',
  icon: CheckCheck,
  shortcuts: [{ key: 'a', mod: true }],
  label: ({ text }) => text.commands.selectAll,
  isEnabled: ({ state }) => state.section === 'mail' && state.order.length > 0,
  run: async ({ state, update }) => {
    const focus = state.selection.focus ?? state.order[0] ?? null;
    update(select({ anchor: focus, focus, selected: new Set(state.order) }));
    return null;
  },
};
