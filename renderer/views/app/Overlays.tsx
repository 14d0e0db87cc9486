import type { ReactNode } from 'react';
import { CommandPalette } from './CommandPalette.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { useViewState } from './useViewState.ts';

/** The one thing that may lie over the window. */
export function Overlays(): ReactNode {
  switch (useViewState((state) => state.overlay)) {
    case 'palette':
      return <CommandPalette />;
    case 'shortcuts':
      return <ShortcutsDialog />;
    case 'move':
      return <MoveDialog />;
    case null:
      return null;
  }
}
