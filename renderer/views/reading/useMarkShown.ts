import { useEffect, useRef } from 'react';
import { drop } from '../../commands/drop.ts';
import { markShown } from '../../commands/markShown.ts';
import type { MessageRow } from '../../domain/rows.ts';
import { useServices } from '../app/AppServices.ts';

/** Walking past with J and K marks nothing; stopping does. */
const SHOWN_MS = 700;

/** Marks a message as read once, after its body has been on the screen for a moment; "mark as unread" then stays. */
export function useMarkShown(row: MessageRow, isShown: boolean): void {
  const { worker } = useServices();
  const latest = useRef(row);
  useEffect(() => {
    latest.current = row;
  }, [row]);
  useEffect(() => {
    if (!isShown) return;
    const timer = setTimeout(() => {
      drop(markShown(worker.api, latest.current), 'the row repaints by its live query');
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isShown, worker]);
}
