import { SendHorizontal } from 'lucide-react';
import type { Draft, OutboxId } from '../../preload/contract/index.ts';
import type { Command, CommandContext } from './Command.ts';
import { intent } from './intent.ts';
import { closeCompose, openCompose } from './ViewState.ts';

/**
 * Hands the draft to the outbox, durably, and closes the composer; the way back is to take it back before it leaves.
 * When the hand-over fails nothing is closed and nothing is lost. The host removes the draft. `onSent` is called
 * after the hand-over, `onSettled` however it went.
 */
export function sendDraft(
  draft: Draft,
  {
    sendAt,
    onSent,
    onSettled,
  }: { readonly sendAt: number | null; readonly onSent: () => void; readonly onSettled: () => void },
): Command {
  return intent(
    'sendDraft',
    SendHorizontal,
    (text) => text.compose.send,
    async (context) => {
      const { host, settings, text, update } = context;
      const undoSeconds = settings.undoSendSeconds;
      try {
        const item = await host.api['outbox.enqueue']({ draft, undoSeconds, sendAt });
        onSent();
        update(closeCompose);
        return {
          notice:
            sendAt !== null
              ? text.compose.sendingLater
              : undoSeconds === 0
                ? text.compose.sending
                : text.compose.sendingSoon(undoSeconds),
          ...(sendAt === null && undoSeconds > 0
            ? { countdown: { seconds: undoSeconds, words: text.compose.sendingSoon } }
            : {}),
          durationMs: Math.max(4, undoSeconds) * 1000,
          undo: () => takeBack(context, item.id),
        };
      } finally {
        onSettled();
      }
    },
  );
}

/** Stops an outgoing message that has not left and opens it for writing, as the new draft the host has made of it. */
export async function takeBack({ host, update }: CommandContext, outboxId: OutboxId): Promise<void> {
  const draft = await host.api['outbox.editAgain']({ outboxId });
  update(openCompose({ kind: 'draft', draftId: draft.id }));
  // It lives on as a draft: the list of outgoing messages need not show that it was stopped.
  await host.api['outbox.dismiss']({ outboxId });
}
