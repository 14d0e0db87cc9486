import { Trash2 } from 'lucide-react';
import type { Draft } from '../../preload/contract/index.ts';
import type { Command } from './Command.ts';
import { intent } from './intent.ts';
import { closeCompose, openCompose } from './ViewState.ts';

/** Throws a draft away and closes the composer if it shows it; the way back saves it again and opens it. */
export function discardDraft(draft: Draft, isShown: boolean): Command {
  return intent(
    'discardDraft',
    Trash2,
    (text) => text.compose.discard,
    async ({ host, text, update }) => {
      if (isShown) update(closeCompose);
      await host.api['drafts.delete']({ draftId: draft.id });
      return {
        notice: text.compose.discarded,
        undo: async () => {
          await host.api['drafts.save']({ ...draft, updatedAt: Math.max(Date.now(), draft.updatedAt + 1) });
          update(openCompose({ kind: 'draft', draftId: draft.id }));
        },
      };
    },
  );
}
