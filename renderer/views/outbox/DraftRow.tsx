import type { ReactNode } from 'react';
import type { Draft } from '../../../preload/contract/index.ts';
import { discardDraft } from '../../commands/discardDraft.ts';
import { openCompose } from '../../commands/ViewState.ts';
import { shownName } from '../../domain/composing/address.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { useServices } from '../app/AppServices.ts';
import { useRunCommand } from '../app/useRunCommand.ts';

/** A message still being written. */
export function DraftRow({ draft }: { readonly draft: Draft }): ReactNode {
  const text = useText();
  const formats = useFormats();
  const { view } = useServices();
  const run = useRunCommand();
  const names = [...draft.to, ...draft.cc].map(shownName).join(', ');
  const open = (): void => view.setState(openCompose({ kind: 'draft', draftId: draft.id }));
  return (
    <li className="n-outgoing">
      <div className="n-outgoing__head">
        <span className="n-outgoing__subject n-ellipsis">
          {draft.subject.trim() === '' ? text.outbox.noSubject : draft.subject}
        </span>
        <span className="n-outgoing__date">{formats.fullDate(draft.updatedAt)}</span>
      </div>
      <div className="n-outgoing__foot">
        <span className="n-outgoing__to">{names === '' ? '' : text.outbox.to(names)}</span>
        <Button size="small" tone="quiet" onPress={() => run(discardDraft(draft, false))}>
          {text.outbox.discardDraft}
        </Button>
        <Button size="small" onPress={open}>
          {text.outbox.openDraft}
        </Button>
      </div>
    </li>
  );
}
