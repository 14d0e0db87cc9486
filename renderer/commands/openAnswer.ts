import type { CommandContext } from './Command.ts';
import { openCompose } from './ViewState.ts';

/** One message is shown, so that it can be answered. */
export function hasFocusedMessage({ state }: CommandContext): boolean {
  return state.section === 'mail' && state.folder !== null && state.selection.selected.size === 1;
}

/** Opens the composer on the shown message. */
export async function openAnswer(
  { state, update }: CommandContext,
  kind: 'reply' | 'replyAll' | 'forward',
): Promise<null> {
  const { folder, selection } = state;
  if (folder !== null && selection.focus !== null)
    update(openCompose({ kind, folder, uid: selection.focus }));
  return null;
}
