import { useEffect, useLayoutEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { useServices } from '../app/AppServices.ts';
import { MessageView } from './MessageView.tsx';
import { OpenMessage } from './open/OpenMessage.ts';
import { splitMessageKey, type MessageKey } from './open/useDeck.ts';

/** One page of the deck. One that is not shown is laid out all the same, so that it appears without a delay. */
export function MessagePage({
  id,
  isShown,
}: {
  readonly id: MessageKey;
  readonly isShown: boolean;
}): ReactNode {
  const text = useText();
  const { database, worker, host } = useServices();
  const [open] = useState(() => {
    const { folder, uid } = splitMessageKey(id);
    return new OpenMessage({ database, worker: worker.api, api: host.api }, folder, uid);
  });
  const state = useSyncExternalStore(open.subscribe, open.snapshot);
  useLayoutEffect(() => open.start(), [open]);
  useEffect(() => open.setShown(isShown), [open, isShown]);
  return (
    <section
      className="n-reading__page"
      data-key={id}
      data-shown={isShown ? '' : undefined}
      data-ready={state.body.kind === 'ready' ? '' : undefined}
      inert={!isShown}
      aria-label={isShown ? text.reading.title : undefined}
    >
      {state.row === null || state.row === undefined ? null : (
        <MessageView row={state.row} state={state} isShown={isShown} open={open} />
      )}
    </section>
  );
}
