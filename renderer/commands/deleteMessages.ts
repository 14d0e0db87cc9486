import { Trash2 } from 'lucide-react';
import { changeSelected } from './changeSelected.ts';
import type { Command, CommandContext } from './Command.ts';
import { hasSelection, siblingWithRole } from './folderOf.ts';

/** To the trash where there is one and the messages are not in it already; else for good. */
function trashFor(context: CommandContext): ReturnType<typeof siblingWithRole> {
  const trash = siblingWithRole(context, 'trash');
  return trash?.key === context.state.folder ? undefined : trash;
}

export const deleteMessages: Command = {
  id: 'delete',
  group: 'message',
  icon: Trash2,
  shortcuts: [{ key: '#' }, { key: 'Delete' }],
  label: (context) =>
    trashFor(context) === undefined ? context.text.commands.deleteForever : context.text.commands.delete,
  isEnabled: hasSelection,
  run: async (context) => {
    const trash = trashFor(context);
    return trash === undefined
      ? changeSelected(context, { kind: 'delete' }, context.text.commands.deletedForever)
      : changeSelected(context, { kind: 'move', destination: trash.path }, context.text.commands.deleted);
  },
};
