import type { ReactNode } from 'react';
import './Skeleton.css';

export interface SkeletonProps {
  readonly width?: string;
  readonly height?: number;
  readonly isRound?: boolean;
}

/** The place of something that is coming. */
export function Skeleton({ width = '100%', height = 10, isRound = false }: SkeletonProps): ReactNode {
  return (
    <span
      aria-hidden
      className="n-skeleton"
      style={{ width, height: `${height}px`, borderRadius: isRound ? '999px' : '4px' }}
    />
  );
}
