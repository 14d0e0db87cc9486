import type { ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { classNames } from './classNames.ts';
import './Splitter.css';

export interface SplitterPane {
  readonly id: string;
  readonly content: ReactNode;
  /** Pixels. */
  readonly defaultSize?: number;
  readonly minSize: number;
  readonly maxSize?: number;
}

export interface SplitterProps {
  /** Under this name the widths are remembered. */
  readonly id: string;
  readonly panes: readonly SplitterPane[];
  /** Names the draggable line between pane n and n+1. */
  readonly handleLabel: string;
  /** No line until the pointer is there. */
  readonly isHandleQuiet?: boolean;
}

/** Panes side by side with lines between them that can be dragged or moved by arrow keys. */
export function Splitter({ id, panes, handleLabel, isHandleQuiet = false }: SplitterProps): ReactNode {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id,
    panelIds: panes.map((pane) => pane.id),
    storage: localStorage,
  });
  return (
    <Group
      id={id}
      className="n-splitter"
      orientation="horizontal"
      defaultLayout={defaultLayout}
      onLayoutChanged={onLayoutChanged}
    >
      {panes.flatMap((pane, index) => [
        ...(index === 0
          ? []
          : [
              <Separator
                key={`handle-${pane.id}`}
                className={classNames('n-splitter__handle', isHandleQuiet && 'n-splitter__handle--quiet')}
                aria-label={handleLabel}
              />,
            ]),
        <Panel
          key={pane.id}
          id={pane.id}
          className="n-splitter__pane"
          minSize={pane.minSize}
          groupResizeBehavior={
            pane.defaultSize === undefined ? 'preserve-relative-size' : 'preserve-pixel-size'
          }
          {...(pane.defaultSize === undefined ? {} : { defaultSize: pane.defaultSize })}
          {...(pane.maxSize === undefined ? {} : { maxSize: pane.maxSize })}
        >
          {pane.content}
        </Panel>,
      ])}
    </Group>
  );
}
