import type { Command } from '../../commands/Command.ts';
import { drop } from '../../commands/drop.ts';
import { runCommand } from '../../commands/runCommand.ts';
import { useServices } from './AppServices.ts';
import { useCommandContext } from './useCommandContext.ts';

/** Runs a command with what the person sees now. */
export function useRunCommand(): (command: Command) => void {
  const { undoStack, notifier } = useServices();
  const context = useCommandContext();
  return (command) => {
    drop(runCommand(command, context, undoStack, notifier), 'the runner shows outcome and failure itself');
  };
}
