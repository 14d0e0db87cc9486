import { Archive, Forward, Paperclip, Reply, Star, Trash2 } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import type { EpochMs, FolderRole, Uid } from '../../../preload/contract/index.ts';
import type { MessageRow } from '../../domain/rows.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { classNames } from '../../ui/classNames.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { describeRow } from './describeRow.ts';

export type RowAction = 'star' | 'archive' | 'delete';

export interface MessageRowViewProps {
  readonly row: MessageRow | undefined;
  readonly uid: Uid;
  readonly role: FolderRole;
  readonly id: string;
  /** Counted from 1 in the whole list. */
  readonly position: number;
  readonly top: number;
  readonly height: number;
  readonly now: EpochMs;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  readonly canArchive: boolean;
  readonly onPick: (uid: Uid, event: MouseEvent) => void;
  readonly onAction: (action: RowAction, row: MessageRow) => void;
}

/** One message in the list; its place is kept while the row is being read. */
export function MessageRowView(props: MessageRowViewProps): ReactNode {
  const { row, uid, id, position, top, height, isSelected, isFocused, onPick } = props;
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={position}
      aria-selected={isSelected}
      className={classNames(
        'n-message',
        isSelected && 'n-message--selected',
        isFocused && 'n-message--focused',
      )}
      style={{ translate: `0 ${top}px`, height: `${height}px` }}
      onMouseDown={(event) => {
        // Shift-click would mark text.
        if (event.shiftKey) event.preventDefault();
      }}
      onClick={(event) => onPick(uid, event)}
    >
      {row === undefined ? <Placeholder /> : <Content {...props} row={row} />}
    </div>
  );
}

function Placeholder(): ReactNode {
  return (
    <div role="gridcell" className="n-message__cell n-message__cell--coming">
      <Skeleton width="38%" />
      <Skeleton width="82%" />
    </div>
  );
}

function Content({
  row,
  role,
  now,
  canArchive,
  onAction,
}: MessageRowViewProps & { readonly row: MessageRow }): ReactNode {
  const text = useText();
  const formats = useFormats();
  const shown = describeRow(row, role, text);
  const act = (action: RowAction) => (event: MouseEvent) => {
    event.stopPropagation();
    onAction(action, row);
  };
  const starLabel = shown.isStarred ? text.commands.unstar : text.commands.star;
  return (
    <div
      role="gridcell"
      className={classNames('n-message__cell', shown.isUnread && 'n-message__cell--unread')}
    >
      {shown.isUnread ? (
        <span className="n-message__dot">
          <span className="n-hidden">{text.messageList.unread}</span>
        </span>
      ) : null}
      <span className="n-message__line">
        <bdi className="n-message__who n-ellipsis">{shown.who}</bdi>
        {shown.answered === 'answered' ? (
          <Reply size={13} className="n-message__mark" aria-label={text.messageList.answered} />
        ) : null}
        {shown.answered === 'forwarded' ? (
          <Forward size={13} className="n-message__mark" aria-label={text.messageList.forwarded} />
        ) : null}
        {shown.attachments > 0 ? (
          <Paperclip
            size={13}
            className="n-message__mark"
            aria-label={text.messageList.hasAttachments(shown.attachments)}
          />
        ) : null}
        {shown.isStarred ? (
          <Star size={13} className="n-message__star" aria-label={text.messageList.starred} />
        ) : null}
        <time className="n-message__date" dateTime={new Date(row.date).toISOString()}>
          {formats.listDate(row.date, now)}
        </time>
      </span>
      <span className="n-message__words">
        <bdi
          className={classNames(
            'n-message__subject n-ellipsis',
            !shown.hasSubject && 'n-message__subject--none',
          )}
        >
          {shown.subject}
        </bdi>
        <bdi className="n-message__preview n-ellipsis">{shown.preview}</bdi>
      </span>
      <span className="n-message__actions">
        <button type="button" tabIndex={-1} aria-label={starLabel} title={starLabel} onClick={act('star')}>
          <Star
            size={15}
            strokeWidth={1.75}
            aria-hidden
            className={shown.isStarred ? 'n-message__star' : ''}
          />
        </button>
        {canArchive ? (
          <button
            type="button"
            tabIndex={-1}
            aria-label={text.commands.archive}
            title={text.commands.archive}
            onClick={act('archive')}
          >
            <Archive size={15} strokeWidth={1.75} aria-hidden />
          </button>
        ) : null}
        <button
          type="button"
          tabIndex={-1}
          aria-label={text.commands.delete}
          title={text.commands.delete}
          onClick={act('delete')}
        >
          <Trash2 size={15} strokeWidth={1.75} aria-hidden />
        </button>
      </span>
    </div>
  );
}
