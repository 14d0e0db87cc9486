import type { ReactNode } from 'react';
import { ProgressBar as AriaProgressBar } from 'react-aria-components';
import './Progress.css';

export interface ProgressBarProps {
  readonly label: string;
  /** 0..1; null when the end is not known. */
  readonly value: number | null;
}

/** A hairline that fills like rising water. */
export function ProgressBar({ label, value }: ProgressBarProps): ReactNode {
  return (
    <AriaProgressBar
      aria-label={label}
      className="n-progress"
      minValue={0}
      maxValue={1}
      isIndeterminate={value === null}
      value={value ?? 0}
    >
      <span
        className={value === null ? 'n-progress__fill n-progress__fill--unknown' : 'n-progress__fill'}
        style={value === null ? {} : { width: `${Math.min(1, Math.max(0, value)) * 100}%` }}
      />
    </AriaProgressBar>
  );
}
