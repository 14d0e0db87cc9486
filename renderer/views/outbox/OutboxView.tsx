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
import './OutboxView.css';

/** Everything that was sent and not yet put away, what is still being written, and in the demo the servers' queues. */
export function OutboxView(): ReactNode {
  const text = useText();
  const { database } = useServices();
  // The time goes with the answer: each change of the outbox reads the clock anew.
  const sent = useLiveQuery(
    async () => ({ items: await outboxItems(database), now: Date.now() }),
    [database],
  );
  const written = useLiveQuery(() => drafts(database), [database], []);
  return (
    <Page title={text.outbox.title} lead={text.outbox.lead}>
      {sent === undefined ? null : sent.items.length === 0 ? (
        <div className="n-outbox__empty">
          <EmptyState icon={Upload} title={text.outbox.emptyTitle} hint={text.outbox.emptyHint} />
        </div>
      ) : (
        <ul className="n-outbox">
          {sent.items.map((item) => (
            <OutgoingRow key={item.id} item={item} now={sent.now} />
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
