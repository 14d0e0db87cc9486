import { createContext } from 'react';
import type { FramePool } from './FramePool.ts';

/** The frames of a reading pane; null outside one. */
export const FramePoolContext = createContext<FramePool | null>(null);
