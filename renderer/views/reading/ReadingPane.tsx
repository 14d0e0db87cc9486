import { MailOpen, Mails } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useViewState } from '../app/useViewState.ts';
import { FramePool } from './frame/FramePool.ts';
import { FramePoolContext } from './frame/FramePoolContext.ts';
import { MessagePage } from './MessagePage.tsx';
import { messageKey, useDeck } from './open/useDeck.ts';
import { ReadingToolbar } from './ReadingToolbar.tsx';
import { CorrespondentsContext, useCorrespondents } from './sender/useCorrespondents.ts';
import './ReadingPane.css';

export interface ReadingPaneProps {
  /** The pane covers the list: it needs a way back. */
  readonly hasBack: boolean;
}

/** One for each page of the deck, and one that is loaded before the next page needs it. */
const WARM_FRAMES = 5;

/** The chosen message; how many, when there are several; a word of help, when there is none. */
export function ReadingPane({ hasBack }: ReadingPaneProps): ReactNode {
  const text = useText();
  const folder = useViewState((state) => state.folder);
  const focus = useViewState((state) => state.selection.focus);
  const chosen = useViewState((state) => state.selection.selected.size);
  const order = useViewState((state) => state.order);
  const slots = useDeck(folder, focus, order);
  const pool = useFramePool();
  const correspondents = useCorrespondents();
  const shown = folder === null || focus === null || chosen > 1 ? null : messageKey(folder, focus);
  return (
    <div className="n-reading">
      <ReadingToolbar hasBack={hasBack} />
      <div className="n-reading__deck">
        {shown !== null ? null : (
          <section className="n-reading__empty" aria-label={text.reading.title}>
            {chosen > 1 ? (
              <EmptyState icon={Mails} title={text.reading.manyTitle(chosen)} hint={text.reading.manyHint} />
            ) : (
              <EmptyState icon={MailOpen} title={text.reading.nothingTitle} hint={text.reading.nothingHint} />
            )}
          </section>
        )}
        <CorrespondentsContext value={correspondents}>
          <FramePoolContext value={pool}>
            {slots.map((key, slot) => (
              // The places never move: a frame that moved would be laid out anew.
              <div key={slot} className="n-reading__slot">
                {key === null ? null : <MessagePage key={key} id={key} isShown={key === shown} />}
              </div>
            ))}
          </FramePoolContext>
        </CorrespondentsContext>
      </div>
    </div>
  );
}

function useFramePool(): FramePool | null {
  const [pool, setPool] = useState<FramePool | null>(null);
  useEffect(() => {
    const made = new FramePool(WARM_FRAMES);
    // Frames are a resource: they can only be made where they can also be given back.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setPool(made);
    return () => made.dispose();
  }, []);
  return pool;
}
