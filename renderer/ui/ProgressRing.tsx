import type { ReactNode } from 'react';
import { ProgressBar as AriaProgressBar } from 'react-aria-components';
import './Progress.css';

export interface ProgressRingProps {
  readonly label: string;
  /** 0..1; null turns. */
  readonly value?: number | null;
  readonly size?: number;
}

/** Progress where there is no room for a bar. */
export function ProgressRing({ label, value = null, size = 16 }: ProgressRingProps): ReactNode {
  const radius = size / 2 - 1.5;
  const length = 2 * Math.PI * radius;
  const shown = value === null ? 0.28 : Math.min(1, Math.max(0, value));
  return (
    <AriaProgressBar
      aria-label={label}
      className="n-ring"
      minValue={0}
      maxValue={1}
      isIndeterminate={value === null}
      value={value ?? 0}
    >
      <svg width={size} height={size} aria-hidden className={value === null ? 'n-ring__turning' : ''}>
        <circle className="n-ring__track" cx={size / 2} cy={size / 2} r={radius} />
        <circle
          className="n-ring__fill"
          cx={size / 2}
          cy={size / 2}
          r={radius}
          strokeDasharray={`${length * shown} ${length}`}
          transform={`rotate(-90 ${size / 2} ${size / 2})`}
        />
      </svg>
    </AriaProgressBar>
  );
}
