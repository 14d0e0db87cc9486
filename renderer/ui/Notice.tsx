import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';
import './Notice.css';

export interface NoticeProps {
  readonly icon?: LucideIcon;
  readonly tone?: 'plain' | 'accent' | 'success' | 'warning' | 'danger';
  /** Announce it when it appears. */
  readonly isLive?: boolean;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** A strip that says one thing about what stands below it. */
export function Notice({
  icon: Icon,
  tone = 'plain',
  isLive = false,
  children,
  action,
}: NoticeProps): ReactNode {
  return (
    <div className={classNames('n-notice', `n-notice--${tone}`)} {...(isLive ? { role: 'status' } : {})}>
      {Icon === undefined ? null : <Icon aria-hidden size={16} strokeWidth={1.75} />}
      <div className="n-notice__text">{children}</div>
      {action}
    </div>
  );
}
