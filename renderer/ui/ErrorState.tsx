import { CloudAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from './EmptyState.tsx';

export interface ErrorStateProps {
  /** What happened. */
  readonly title: string;
  /** What to do. */
  readonly hint: string;
  readonly icon?: LucideIcon;
  readonly action?: ReactNode;
}

/** Something failed: what, what to do, and a button that does it. Announced by screen readers. */
export function ErrorState({ title, hint, icon = CloudAlert, action }: ErrorStateProps): ReactNode {
  return (
    <div role="alert" className="n-error-state">
      <EmptyState icon={icon} title={title} hint={hint} action={action} tone="error" />
    </div>
  );
}
