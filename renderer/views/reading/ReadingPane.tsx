import { MailOpen, Mails } from 'lucide-react';
import { useLiveQuery } from 'dexie-react-hooks';
import type { ReactNode } from 'react';
import { message } from '../../db/queries/messageQueries.ts';
import { useText } from '../../i18n/TextContext.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useServices } from '../app/AppServices.ts';
import { useViewState } from '../app/useViewState.ts';
import { MessageView } from './MessageView.tsx';
import { ReadingToolbar } from './ReadingToolbar.tsx';
import './ReadingPane.css';

export interface ReadingPaneProps {
  /** The pane covers the list: it needs a way back. */
  readonly hasBack: boolean;
}

/** The chosen message; how many, when there are several; a word of help, when there is none. */
export function ReadingPane({ hasBack }: ReadingPaneProps): ReactNode {
  const text = useText();
  const { database } = useServices();
  const folder = useViewState((state) => state.folder);
  const focus = useViewState((state) => state.selection.focus);
  const chosen = useViewState((state) => state.selection.selected.size);
  const row = useLiveQuery(
    async () => (folder === null || focus === null ? undefined : message(database, folder, focus)),
    [database, folder, focus],
  );
  // The live query still holds the previous message for a moment after the focus moved.
  const shown = row?.folder === folder && row.uid === focus ? row : undefined;
  return (
    <section className="n-reading" aria-label={text.reading.title}>
      <ReadingToolbar hasBack={hasBack} />
      {chosen > 1 ? (
        <EmptyState icon={Mails} title={text.reading.manyTitle(chosen)} hint={text.reading.manyHint} />
      ) : focus === null ? (
        <EmptyState icon={MailOpen} title={text.reading.nothingTitle} hint={text.reading.nothingHint} />
      ) : shown === undefined ? null : (
        <MessageView key={`${shown.folder}:${shown.uid}`} row={shown} />
      )}
    </section>
  );
}
