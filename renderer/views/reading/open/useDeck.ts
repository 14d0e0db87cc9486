import { useEffect, useState } from 'react';
import type { Uid } from '../../../../preload/contract/index.ts';
import type { FolderKey } from '../../../domain/rows.ts';
import { assignSlots, likelyNext } from './assignSlots.ts';

/** A message by its place: `folder` and `uid` in one word, to be compared. */
export type MessageKey = string & { readonly __brand: 'MessageKey' };

export const messageKey = (folder: FolderKey, uid: Uid): MessageKey => `${uid}@${folder}` as MessageKey;

export function splitMessageKey(key: MessageKey): { readonly folder: FolderKey; readonly uid: Uid } {
  const at = key.indexOf('@');
  // Both halves were branded when the key was made.
  return { uid: Number(key.slice(0, at)) as Uid, folder: key.slice(at + 1) as FolderKey };
}

/** Places for the shown message, one before and two after it. */
const EMPTY = [null, null, null, null];
/** The neighbours come once the shown one stands: a person who holds J down passes them by. */
const SETTLED_MS = 40;

/** The messages that have a page now: the shown one at once, its neighbours a moment later. */
export function useDeck(
  folder: FolderKey | null,
  shown: Uid | null,
  order: readonly Uid[],
): readonly (MessageKey | null)[] {
  const [slots, setSlots] = useState<readonly (MessageKey | null)[]>(EMPTY);
  const key = folder === null || shown === null ? null : messageKey(folder, shown);
  if (key !== null && !slots.includes(key)) setSlots(assignSlots(slots, [key]));
  useEffect(() => {
    if (folder === null || shown === null) return;
    const wanted = [shown, ...likelyNext(order, shown)].map((uid) => messageKey(folder, uid));
    const timer = setTimeout(() => setSlots((now) => assignSlots(now, wanted)), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [folder, shown, order]);
  return slots;
}
