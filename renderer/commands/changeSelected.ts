import type { MessageChange } from '../domain/messageChange.ts';
import type { CommandContext, CommandOutcome } from './Command.ts';
import { hideLeaving, showAgain } from './ViewState.ts';

/**
 * Makes one change to the chosen messages, after the changes asked for before it; resolves with its notice and undo,
 * or null when nothing is chosen. What leaves the folder leaves the screen at once, so that the next key means the
 * next message.
 */
export function changeSelected(
  context: CommandContext,
  change: MessageChange,
  notice: (count: number) => string,
): Promise<CommandOutcome | null> {
  const { folder, selection } = context.state;
  if (folder !== null && change.kind !== 'flags')
    context.update(hideLeaving(folder, [...selection.selected]));
  return context.inOrder(() => changeNow(context, change, notice));
}

/** The change itself; its caller holds the order. */
export async function changeNow(
  context: CommandContext,
  change: MessageChange,
  notice: (count: number) => string,
): Promise<CommandOutcome | null> {
  const { folder, selection } = context.state;
  if (folder === null || selection.selected.size === 0) return null;
  const uids = [...selection.selected];
  try {
    const receipt = await context.worker.change(folder, uids, change);
    return {
      notice: notice(uids.length),
      undo: async () => {
        await context.worker.undo(receipt);
        context.update(showAgain(folder, uids));
      },
    };
  } catch (error) {
    context.update(showAgain(folder, uids));
    throw error;
  }
}
