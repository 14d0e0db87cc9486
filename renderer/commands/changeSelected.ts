import type { MessageChange } from '../domain/messageChange.ts';
import type { CommandContext, CommandOutcome } from './Command.ts';

/** Makes one change to the chosen messages; resolves with its notice and undo, or null when nothing is chosen. */
export async function changeSelected(
  context: CommandContext,
  change: MessageChange,
  notice: (count: number) => string,
): Promise<CommandOutcome | null> {
  const { folder, selection } = context.state;
  if (folder === null || selection.selected.size === 0) return null;
  const uids = [...selection.selected];
  const receipt = await context.worker.change(folder, uids, change);
  return { notice: notice(uids.length), undo: () => context.worker.undo(receipt) };
}
