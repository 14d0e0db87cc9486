import type { Command } from '../../commands/Command.ts';
import { drop } from '../../commands/drop.ts';
import { runCommand } from '../../commands/runCommand.ts';
import { selectOne } from '../../commands/Selection.ts';
import type { MessageRow } from '../../domain/rows.ts';
import { useServices } from './AppServices.ts';
import { useCommandContext } from './useCommandContext.ts';

/** Runs a command on one row as if it alone were chosen, leaving the selection as it is. */
export function useRunOnRow(): (command: Command, row: MessageRow) => void {
  const { undoStack, notifier } = useServices();
  const context = useCommandContext();
  return (command, row) => {
    const onRow = {
      ...context,
      state: { ...context.state, selection: selectOne(row.uid) },
      rows: [row],
      readRows: async () => [row],
    };
    drop(runCommand(command, onRow, undoStack, notifier), 'the runner shows outcome and failure itself');
  };
}
