import type { ReactNode } from 'react';
import { syncNow } from '../../commands/syncNow.ts';
import type { FolderRow } from '../../domain/rows.ts';
import { shownCounts } from '../../domain/shownCounts.ts';
import { useText } from '../../i18n/TextContext.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { CommandButton } from '../app/CommandButton.tsx';
import { useViewState } from '../app/useViewState.ts';
import { folderName } from '../folders/folderName.ts';

/** The folder's name and numbers, or how many are chosen; a hairline while its mail is coming in. */
export function MessageListHead({ folder }: { readonly folder: FolderRow }): ReactNode {
  const text = useText();
  const chosen = useViewState((state) => state.selection.selected.size);
  const { total, unread } = shownCounts(folder);
  const { progress } = folder;
  const isComing = progress !== null && progress.done < progress.total;
  const numbers =
    chosen > 1
      ? text.messageList.selected(chosen)
      : isComing
        ? text.messageList.backfill(progress.done, progress.total)
        : unread > 0
          ? text.messageList.unreadCount(unread)
          : text.folders.messages(total);
  return (
    <header className="n-pane-head n-list__head">
      <div className="n-list__title">
        <h1 className="n-list__name n-ellipsis">{folderName(folder, text)}</h1>
        <p className="n-list__numbers n-ellipsis">{numbers}</p>
      </div>
      <CommandButton command={syncNow} />
      {isComing ? (
        <div className="n-list__progress">
          <ProgressBar
            label={text.messageList.backfill(progress.done, progress.total)}
            value={progress.total === 0 ? null : progress.done / progress.total}
          />
        </div>
      ) : null}
    </header>
  );
}
