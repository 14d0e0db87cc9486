import { useLiveQuery } from 'dexie-react-hooks';
import { Upload } from 'lucide-react';
import type { ReactNode } from 'react';
import { drafts, outboxItems } from '../../db/queries/mirrorQueries.ts';
import { useText } from '../../i18n/TextContext.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { useServices } from '../app/AppServices.ts';
import { DemoPanel } from '../demo/DemoPanel.tsx';
import { DraftRow } from './DraftRow.tsx';
import { OutgoingRow } from './OutgoingRow.tsx';
import { useNow } from './useNow.ts';
import './OutboxView.css';

/** Everything that was sent and not yet put away, what is still being written, and in the demo the servers' queues. */
export function OutboxView(): ReactNode {
  const text = useText();
  const { database } = useServices();
  const sent = useLiveQuery(() => outboxItems(database), [database]);
  const now = useNow(sent?.some(({ state }) => state.name === 'waiting') === true);
  const written = useLiveQuery(() => drafts(database), [database], []);
  return (
    <Page title={text.outbox.title} lead={text.outbox.lead}>
      {sent === undefined ? null : sent.length === 0 ? (
        <div className="n-outbox__empty">
          <EmptyState icon={Upload} title={text.outbox.emptyTitle} hint={text.outbox.emptyHint} />
        </div>
      ) : (
        <ul className="n-outbox">
          {sent.map((item) => (
            <OutgoingRow key={item.id} item={item} now={now} />
          ))}
        </ul>
      )}
      {written.length === 0 ? null : (
        <section aria-labelledby="drafts">
          <h2 id="drafts" className="n-outbox__heading">
            {text.outbox.draftsTitle}
          </h2>
          <ul className="n-outbox">
            {written.map((draft) => (
              <DraftRow key={draft.id} draft={draft} />
            ))}
          </ul>
        </section>
      )}
      <DemoPanel />
    </Page>
  );
}
