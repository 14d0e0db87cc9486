import type { ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';

/** The shape of a list whose first messages are on their way. */
export function FirstSync(): ReactNode {
  const text = useText();
  return (
    <div className="n-list__coming" role="status">
      <span className="n-hidden">{text.messageList.firstSyncTitle}</span>
      {[42, 30, 36, 48, 28, 40, 33].map((width) => (
        <div key={width} className="n-list__coming-row">
          <Skeleton width={`${width}%`} />
          <Skeleton width={`${width + 36}%`} />
          <Skeleton width={`${92 - width / 2}%`} />
        </div>
      ))}
    </div>
  );
}
