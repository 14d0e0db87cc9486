import { Cable } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { ListBox } from 'react-aria-components';
import type { ConnectionInfo } from '../../../preload/contract/index.ts';
import { useText } from '../../i18n/TextContext.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Page } from '../../ui/Page.tsx';
import { useHostQuery } from '../app/useHostQuery.ts';
import { ConnectionEntry } from './ConnectionEntry.tsx';
import { Dialogue } from './Dialogue.tsx';
import './ConnectionsView.css';

/** Every dialogue with a server, live and recent, and what was said in the chosen one. */
export function ConnectionsView(): ReactNode {
  const text = useText();
  const [chosen, setChosen] = useState<string | null>(null);
  const answer = useHostQuery(
    (host, signal) => host.api['connections.list']({}, { signal }),
    'connections.changed',
  );
  const connections = answer.name === 'answered' ? newestFirst(answer.value) : [];
  const shown = connections.find(({ id }) => id === chosen) ?? connections[0];
  return (
    <Page title={text.connections.title} lead={text.connections.lead} width="full">
      {answer.name === 'failed' ? (
        <ErrorState {...text.errors[answer.error.code](answer.error)} />
      ) : shown === undefined ? (
        answer.name === 'asking' ? null : (
          <EmptyState icon={Cable} title={text.connections.emptyTitle} hint={text.connections.emptyHint} />
        )
      ) : (
        <div className="n-connections">
          <ListBox
            aria-label={text.connections.list}
            className="n-connections__list"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[shown.id]}
            onSelectionChange={(keys) => {
              if (keys !== 'all') setChosen(String([...keys][0] ?? ''));
            }}
          >
            {connections.map((connection) => (
              <ConnectionEntry key={connection.id} connection={connection} />
            ))}
          </ListBox>
          <Dialogue key={shown.id} connection={shown} />
        </div>
      )}
    </Page>
  );
}

/** Live ones before ended ones, each newest first. */
const newestFirst = (connections: readonly ConnectionInfo[]): ConnectionInfo[] =>
  connections.toSorted(
    (a, b) => Number(a.closedAt !== null) - Number(b.closedAt !== null) || b.openedAt - a.openedAt,
  );
