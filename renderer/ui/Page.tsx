import type { ReactNode } from 'react';
import './Page.css';

export interface PageProps {
  readonly title: string;
  /** One sentence under the title. */
  readonly lead?: string | undefined;
  /** Buttons on the title's line. */
  readonly actions?: ReactNode;
  /** `reading`: a column of comfortable width; `full`: the whole sheet, which then scrolls by itself. */
  readonly width?: 'reading' | 'full';
  readonly children: ReactNode;
}

/** A whole section's sheet: title, lead, content. */
export function Page({ title, lead, actions, width = 'reading', children }: PageProps): ReactNode {
  return (
    <div className={`n-page n-page--${width}`}>
      <div className="n-page__column">
        <header className="n-page__header">
          <div className="n-page__heading">
            <h1 className="n-page__title">{title}</h1>
            {lead === undefined ? null : <p className="n-page__lead">{lead}</p>}
          </div>
          {actions === undefined ? null : <div className="n-page__actions">{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  );
}
