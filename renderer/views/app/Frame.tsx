import type { ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { Splitter } from '../../ui/Splitter.tsx';
import { Composer } from '../compose/Composer.tsx';
import { StatusLine } from '../status/StatusLine.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { MailView } from './MailView.tsx';
import { Rail } from './Rail.tsx';
import { sections } from './sections.tsx';
import { Sidebar } from './Sidebar.tsx';
import { useMediaQuery } from './useMediaQuery.ts';
import { useViewState } from './useViewState.ts';
import './Frame.css';

/** The window once there is an account: shore on the left, the sheet with the current section, the status below. */
export function Frame(): ReactNode {
  const text = useText();
  const isNarrow = useMediaQuery('(max-width: 1023px)');
  const sidebar = { id: 'sidebar', content: <Sidebar />, defaultSize: 232, minSize: 180, maxSize: 360 };
  const sheet = {
    id: 'sheet',
    minSize: 560,
    content: (
      <div className="n-frame__sheet">
        <ErrorBoundary>
          <CurrentSection />
        </ErrorBoundary>
      </div>
    ),
  };
  return (
    <div className="n-frame">
      <main className="n-frame__body">
        {isNarrow ? <Rail /> : null}
        {/* One splitter for both widths: what is being typed in the sheet survives a window made narrower. */}
        <Splitter
          id="naru-frame"
          handleLabel={text.common.resizePanes}
          isHandleQuiet
          panes={isNarrow ? [sheet] : [sidebar, sheet]}
        />
      </main>
      <StatusLine />
      <Composer />
    </div>
  );
}

function CurrentSection(): ReactNode {
  const section = useViewState((state) => state.section);
  const entry = sections.find((candidate) => candidate.section === section);
  return entry === undefined ? <MailView /> : <entry.View />;
}
