import { CloudOff, CloudUpload, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { openSection } from '../../commands/ViewState.ts';
import { useText } from '../../i18n/TextContext.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { useAppData } from '../app/AppData.ts';
import { useServices } from '../app/AppServices.ts';
import { describeStatus } from './describeStatus.ts';
import './StatusLine.css';

/** The window's last line: what is being brought in, what waits to be sent, what needs the person. */
export function StatusLine(): ReactNode {
  const text = useText();
  const { view } = useServices();
  const { accounts, status } = useAppData();
  const said = describeStatus(status, accounts);
  const named = 'accountId' in said ? accounts.find(({ id }) => id === said.accountId)?.label : undefined;
  return (
    <footer className="n-status" aria-label={text.status.title}>
      <span role="status" className="n-status__said n-ellipsis">
        {said.kind === 'hostGone' ? (
          <span className="n-status__warning">
            <TriangleAlert aria-hidden size={13} /> {text.status.hostGone}
          </span>
        ) : said.kind === 'offline' ? (
          <span className="n-status__warning">
            <CloudOff aria-hidden size={13} /> {text.status.offline}
          </span>
        ) : said.kind === 'attention' ? (
          <button
            type="button"
            className="n-status__link"
            onClick={() => view.setState(openSection('accounts'))}
          >
            <TriangleAlert aria-hidden size={13} /> {text.status.attention(named ?? '')}
          </button>
        ) : said.kind === 'someOffline' ? (
          <span className="n-status__warning">
            <CloudOff aria-hidden size={13} /> {text.status.accountOffline(named ?? '')}
          </span>
        ) : said.kind === 'connecting' ? (
          text.status.connecting
        ) : said.kind === 'upToDate' ? (
          text.status.upToDate
        ) : null}
      </span>
      {said.kind === 'syncing' ? (
        // Not in the live region: a screen reader would count aloud.
        <span className="n-status__progress">
          <ProgressBar
            label={text.status.syncing(said.done, said.total)}
            value={said.total === 0 ? null : said.done / said.total}
          />
          {text.status.syncing(said.done, said.total)}
        </span>
      ) : null}
      <span className="n-status__space" />
      {status.parkedOperations > 0 ? (
        <span className="n-status__warning">
          <TriangleAlert aria-hidden size={13} /> {text.status.parked(status.parkedOperations)}
        </span>
      ) : null}
      {status.pendingOperations > 0 ? (
        <span className="n-status__pending">
          <CloudUpload aria-hidden size={13} /> {text.status.pending(status.pendingOperations)}
        </span>
      ) : null}
    </footer>
  );
}
