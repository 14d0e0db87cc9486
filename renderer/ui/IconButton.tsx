import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { classNames } from './classNames.ts';
import { Tooltip } from './Tooltip.tsx';
import './IconButton.css';

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  readonly icon: LucideIcon;
  /** What it does: the accessible name, and the tooltip. */
  readonly label: string;
  /** Shown behind the label in the tooltip. */
  readonly shortcut?: string | undefined;
  readonly size?: 'small' | 'medium';
  /** Drawn as switched on (a set star, an open panel). */
  readonly isActive?: boolean;
  readonly tone?: 'plain' | 'star' | 'danger';
  readonly className?: string;
}

/** A button that is only a picture; it always has a name and a tooltip. */
export function IconButton({
  icon: Icon,
  label,
  shortcut,
  size = 'medium',
  isActive = false,
  tone = 'plain',
  className,
  ...rest
}: IconButtonProps): ReactNode {
  return (
    <Tooltip label={label} shortcut={shortcut}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={classNames(
          'n-icon-button',
          `n-icon-button--${size}`,
          tone !== 'plain' && `n-icon-button--${tone}`,
          isActive && 'n-icon-button--active',
          className,
        )}
      >
        <Icon aria-hidden size={size === 'small' ? 15 : 17} strokeWidth={1.75} />
      </AriaButton>
    </Tooltip>
  );
}
