import type { Command } from '../../commands/Command.ts';
import { drop } from '../../commands/drop.ts';
import { runCommand } from '../../commands/runCommand.ts';
import { useServices } from './AppServices.ts';
import { useCurrentContext } from './useCommandContext.ts';

/** Runs a command with what is chosen at that moment. */
export function useRunCommand(): (command: Command) => void {
  const { undoStack, notifier } = useServices();
  const current = useCurrentContext();
  return (command) => {
    drop(runCommand(command, current(), undoStack, notifier), 'the runner shows outcome and failure itself');
  };
}
