import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';
import './Badge.css';

export interface BadgeProps {
  readonly children: ReactNode;
  readonly tone?: 'plain' | 'accent' | 'success' | 'warning' | 'danger';
  readonly className?: string;
}

/** A word or a number in a small pill. */
export function Badge({ children, tone = 'plain', className }: BadgeProps): ReactNode {
  return <span className={classNames('n-badge', `n-badge--${tone}`, className)}>{children}</span>;
}
