import type { ReactElement, ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';
import { Kbd } from './Kbd.tsx';
import './Tooltip.css';

export interface TooltipProps {
  readonly label: string;
  readonly shortcut?: string | undefined;
  /** One focusable React Aria element (or one wrapped in `Focusable`). */
  readonly children: ReactElement;
}

/** Names its child on hover and keyboard focus; never the only place of something one must know. */
export function Tooltip({ label, shortcut, children }: TooltipProps): ReactNode {
  return (
    <TooltipTrigger delay={500} closeDelay={50}>
      {children}
      <AriaTooltip className="n-tooltip" offset={6}>
        {label}
        {shortcut === undefined ? null : <Kbd keys={shortcut} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
