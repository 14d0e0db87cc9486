import { toErrorData } from '../../preload/contract/index.ts';
import type { Command, CommandContext, CommandOutcome } from './Command.ts';
import { drop } from './drop.ts';
import type { UndoStack } from './UndoStack.ts';

/** How a command speaks to the person. */
export interface Notifier {
  notice(
    title: string,
    action?: { readonly label: string; readonly run: () => void },
    durationMs?: number,
    countdown?: CommandOutcome['countdown'],
  ): void;
  error(title: string, hint: string): void;
}

/**
 * Runs a command if it is enabled. Its outcome becomes a notice with Undo and goes on the undo stack; its failure
 * becomes a sentence. Never rejects: this is the sink for what a person starts.
 */
export async function runCommand(
  command: Command,
  context: CommandContext,
  undoStack: UndoStack,
  notifier: Notifier,
): Promise<void> {
  if (!command.isEnabled(context)) return;
  await showFailure(context, notifier, async () => {
    const outcome = await command.run(context);
    if (outcome === null) return;
    undoStack.push(outcome.undo);
    notifier.notice(
      outcome.notice,
      {
        label: context.text.common.undo,
        run: () => {
          undoStack.remove(outcome.undo);
          drop(showFailure(context, notifier, outcome.undo), 'the toast does not wait; failures are shown');
        },
      },
      outcome.durationMs,
      outcome.countdown,
    );
  });
}

/** Runs what a person asked for and shows the sentence of its failure; a cancelled one stays silent. */
export async function showFailure(
  context: Pick<CommandContext, 'text'>,
  notifier: Notifier,
  action: () => Promise<void>,
): Promise<void> {
  try {
    await action();
  } catch (error) {
    const data = toErrorData(error);
    if (data.code === 'cancelled') return;
    const sentence = context.text.errors[data.code](data);
    notifier.error(sentence.title, sentence.hint);
  }
}
