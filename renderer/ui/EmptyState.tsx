import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';
import './EmptyState.css';

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly hint?: string | undefined;
  readonly action?: ReactNode;
  readonly tone?: 'plain' | 'error';
}

/** Nothing here, said kindly, with what one may do. */
export function EmptyState({ icon: Icon, title, hint, action, tone = 'plain' }: EmptyStateProps): ReactNode {
  return (
    <div className={classNames('n-empty', tone === 'error' && 'n-empty--error')}>
      <Icon aria-hidden size={36} strokeWidth={1.25} className="n-empty__icon" />
      <p className="n-empty__title">{title}</p>
      {hint === undefined ? null : <p className="n-empty__hint">{hint}</p>}
      {action === undefined ? null : <div className="n-empty__action">{action}</div>}
    </div>
  );
}
