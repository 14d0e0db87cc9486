import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { classNames } from './classNames.ts';
import './Button.css';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  readonly children: ReactNode;
  /** `primary` once per view; `quiet` for everything that need not be seen first. */
  readonly tone?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly size?: 'small' | 'medium' | 'large';
  /** Fills the width it is given. */
  readonly isWide?: boolean;
  readonly className?: string;
}

/** A button with words, and perhaps an icon before them. Its label never wraps. */
export function Button({
  tone = 'secondary',
  size = 'medium',
  isWide = false,
  className,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <AriaButton
      {...rest}
      className={classNames(
        'n-button',
        `n-button--${tone}`,
        `n-button--${size}`,
        isWide && 'n-button--wide',
        className,
      )}
    />
  );
}
