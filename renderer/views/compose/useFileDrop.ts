import { useState, type DragEvent } from 'react';

/** Takes files dropped anywhere on an element; text dragged inside it is left alone. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): {
  readonly isOver: boolean;
  readonly handlers: {
    readonly onDragOverCapture: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDropCapture: (event: DragEvent) => void;
  };
} {
  const [isOver, setOver] = useState(false);
  return {
    isOver,
    handlers: {
      onDragOverCapture: (event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        // Without this the browser would open the file instead of the window.
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (event) => {
        const { relatedTarget, currentTarget } = event;
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
      },
      onDropCapture: (event) => {
        setOver(false);
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        event.stopPropagation();
        onFiles([...event.dataTransfer.files]);
      },
    },
  };
}
