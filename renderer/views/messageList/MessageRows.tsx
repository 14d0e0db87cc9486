import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import type { Uid } from '../../../preload/contract/index.ts';
import { archive } from '../../commands/archive.ts';
import { deleteMessages } from '../../commands/deleteMessages.ts';
import { extendTo, moveFocus, selectOne, toggleOne } from '../../commands/Selection.ts';
import { toggleStar } from '../../commands/toggleStar.ts';
import { select, setReading } from '../../commands/ViewState.ts';
import type { FolderRow, MessageRow } from '../../domain/rows.ts';
import { useText } from '../../i18n/TextContext.ts';
import { useAppData } from '../app/AppData.ts';
import { useServices } from '../app/AppServices.ts';
import { useRunOnRow } from '../app/useRunOnRow.ts';
import { useViewState } from '../app/useViewState.ts';
import { MessageRowView, type RowAction } from './MessageRowView.tsx';
import { stepForKey } from './stepForKey.ts';
import { useNow } from './useNow.ts';
import { useRowWindow } from './useRowWindow.ts';

export interface MessageRowsProps {
  readonly folder: FolderRow;
  readonly order: readonly Uid[];
}

const ROW_HEIGHT = { comfortable: 76, compact: 56 } as const;
const rowCommands = { star: toggleStar, archive, delete: deleteMessages } as const;

/** The scrolling rows: only those on the screen exist. One stop for Tab; arrows, Home, End, Page keys inside. */
export function MessageRows({ folder, order }: MessageRowsProps): ReactNode {
  // The virtualizer hands out a mutable object: memoising on it would freeze the list.
  'use no memo';
  const text = useText();
  const { isMac, view } = useServices();
  const { settings, folders } = useAppData();
  const selection = useViewState((state) => state.selection);
  const runOnRow = useRunOnRow();
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const height = ROW_HEIGHT[settings.density];
  // That is just what 'use no memo' above is for.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    paddingStart: 4,
    paddingEnd: 8,
  });
  useEffect(() => virtualizer.measure(), [height, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const rows = useRowWindow(folder.key, order, items[0]?.index ?? 0, items.at(-1)?.index ?? 30);
  const focusIndex = selection.focus === null ? -1 : order.indexOf(selection.focus);
  useEffect(() => {
    if (focusIndex !== -1) virtualizer.scrollToIndex(focusIndex, { align: 'auto' });
  }, [focusIndex, virtualizer]);

  const onPick = (uid: Uid, event: MouseEvent): void => {
    const isAdding = isMac ? event.metaKey : event.ctrlKey;
    view.setState((state) =>
      select(
        event.shiftKey
          ? extendTo(state.selection, uid, state.order)
          : isAdding
            ? toggleOne(state.selection, uid)
            : selectOne(uid),
      )(state),
    );
    if (!event.shiftKey && !isAdding) view.setState(setReading(true));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') view.setState(setReading(true));
    const step = stepForKey(
      event.key,
      Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1),
    );
    if (step === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    view.setState((state) => select(moveFocus(state.selection, state.order, step, event.shiftKey))(state));
  };
  const rowId = (uid: Uid): string => `message-${uid}`;
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={text.messageList.title}
      aria-multiselectable
      aria-rowcount={order.length}
      {...(selection.focus === null ? {} : { 'aria-activedescendant': rowId(selection.focus) })}
      className="n-rows"
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className="n-rows__all" style={{ height: `${virtualizer.getTotalSize()}px` }}>
        {items.map((item) => {
          const uid = order[item.index];
          return uid === undefined ? null : (
            <MessageRowView
              key={uid}
              id={rowId(uid)}
              uid={uid}
              row={rows.get(uid)}
              role={folder.role}
              position={item.index + 1}
              top={item.start}
              height={item.size}
              now={now}
              isSelected={selection.selected.has(uid)}
              isFocused={selection.focus === uid}
              canArchive={
                folder.role !== 'archive' &&
                folders.some(({ accountId, role }) => accountId === folder.accountId && role === 'archive')
              }
              onPick={onPick}
              onAction={(action: RowAction, row: MessageRow) => runOnRow(rowCommands[action], row)}
            />
          );
        })}
      </div>
    </div>
  );
}
