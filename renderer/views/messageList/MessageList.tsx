import { Inbox, MailCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useAppData } from '../app/AppData.ts';
import { useViewState } from '../app/useViewState.ts';
import { FirstSync } from './FirstSync.tsx';
import { MessageListHead } from './MessageListHead.tsx';
import { MessageRows } from './MessageRows.tsx';
import { useMessageOrder } from './useMessageOrder.ts';
import './MessageList.css';

/** The messages of the shown folder, newest first. */
export function MessageList(): ReactNode {
  const text = useText();
  const { folders } = useAppData();
  const shown = useViewState((state) => state.folder);
  const folder = folders.find(({ key }) => key === shown);
  const order = useMessageOrder(folder?.key ?? null);
  if (folder === undefined) return <EmptyState icon={Inbox} title={text.messageList.noFolderTitle} />;
  const isComing =
    folder.progress === null
      ? (folder.serverCounts?.total ?? 0) > 0 || folder.cursor === null
      : folder.progress.done < folder.progress.total;
  return (
    <section className="n-list" aria-label={text.messageList.title}>
      <MessageListHead folder={folder} />
      {order === undefined ? null : order.length > 0 ? (
        <MessageRows folder={folder} order={order} />
      ) : isComing ? (
        <FirstSync />
      ) : folder.role === 'inbox' ? (
        <EmptyState
          icon={MailCheck}
          title={text.messageList.emptyInboxTitle}
          hint={text.messageList.emptyInboxHint}
        />
      ) : (
        <EmptyState icon={Inbox} title={text.messageList.emptyTitle} hint={text.messageList.emptyHint} />
      )}
    </section>
  );
}
