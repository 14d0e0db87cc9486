import type { MailErrorData } from '../../preload/contract/index.ts';

/** How an account goes on after a job failed. */
export type AfterError =
  /** This folder's trouble alone: leave it until something about it changes. */
  | { readonly kind: 'skipFolder'; readonly foldersDue: boolean }
  /** The account's trouble: nothing for `delayMs`. */
  | { readonly kind: 'block'; readonly delayMs: number; readonly state: 'offline' | 'needsAttention' };

const FIRST_DELAY_MS = 2000;
const LAST_DELAY_MS = 5 * 60_000;
/** What only the person can mend is tried now and then all the same: they may have mended it elsewhere. */
const ATTENTION_DELAY_MS = 15 * 60_000;

/** `failures`: how many jobs in a row have failed, this one included. */
export function decideAfterError(error: MailErrorData, failures: number): AfterError {
  if (error.code === 'mail.folderNotFound') return { kind: 'skipFolder', foldersDue: true };
  if (error.scope === 'folder' || error.scope === 'message') return { kind: 'skipFolder', foldersDue: false };
  if (error.retry === 'afterChange')
    return { kind: 'block', delayMs: ATTENTION_DELAY_MS, state: 'needsAttention' };
  const delayMs = Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(20, failures - 1));
  return { kind: 'block', delayMs, state: 'offline' };
}
