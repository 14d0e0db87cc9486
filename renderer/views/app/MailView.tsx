import type { ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { Splitter } from '../../ui/Splitter.tsx';
import { MessageList } from '../messageList/MessageList.tsx';
import { ReadingPane } from '../reading/ReadingPane.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { useMediaQuery } from './useMediaQuery.ts';
import { useViewState } from './useViewState.ts';

/** List and message side by side; one at a time where there is no room for both. */
export function MailView(): ReactNode {
  const text = useText();
  const isSingle = useMediaQuery('(max-width: 719px)');
  const isReading = useViewState((state) => state.isReading);
  const list = (
    <ErrorBoundary>
      <MessageList />
    </ErrorBoundary>
  );
  const reading = (
    <ErrorBoundary>
      <ReadingPane hasBack={isSingle} />
    </ErrorBoundary>
  );
  if (isSingle) return isReading ? reading : list;
  return (
    <Splitter
      id="naru-mail"
      handleLabel={text.common.resizePanes}
      panes={[
        { id: 'list', content: list, defaultSize: 372, minSize: 260, maxSize: 560 },
        { id: 'reading', content: reading, minSize: 320 },
      ]}
    />
  );
}
