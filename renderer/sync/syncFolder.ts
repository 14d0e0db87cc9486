import { MailError, type SyncBatch, type SyncCursor } from '../../preload/contract/index.ts';
import { commitSyncBatch } from '../db/writes/commitSyncBatch.ts';
import { splitFolderKey, type FolderKey } from '../domain/rows.ts';
import { FIRST_STEP_MESSAGES, nextStepSize } from './stepSize.ts';
import type { SyncPorts } from './SyncPorts.ts';

export interface SyncFolderOptions {
  readonly signal: AbortSignal;
  /** Asked after each step: true ends the run early; the cursor remembers where. */
  readonly shouldYield: () => boolean;
  readonly onProgress?: (progress: SyncBatch['progress']) => void;
}

/**
 * `done`: nothing more to bring · `yielded`: ask again later, there is more · `superseded`: somebody else moved the
 * cursor, or the folder is gone; nothing of the last step was written.
 */
export type SyncOutcome = 'done' | 'yielded' | 'superseded';

type Settled = { readonly batch: SyncBatch } | { readonly error: unknown };

/**
 * Brings a folder up to date by steps. The next step is asked for while the last one is being written: its question
 * needs the cursor of the answer, not the commit. Commits stay in order, each checking that the stored cursor is the
 * one its step began from. Rejects with what the host or the database threw; what was committed stays.
 */
export async function syncFolder(
  ports: SyncPorts,
  folder: FolderKey,
  options: SyncFolderOptions,
): Promise<SyncOutcome> {
  const row = await ports.database.folders.get(folder);
  if (row === undefined) return 'superseded';
  // Ends the step that runs ahead when this function leaves early.
  const ahead = new AbortController();
  const signal = AbortSignal.any([options.signal, ahead.signal]);
  let size = FIRST_STEP_MESSAGES;
  let cursor = row.cursor;
  let asked = ask(ports, folder, cursor, size, signal);
  try {
    for (;;) {
      const startedAt = ports.clock.now();
      const answer = await asked;
      if ('error' in answer) throw answer.error;
      const { batch } = answer;
      refuseStandstill(cursor, batch);
      const next =
        batch.more && !options.shouldYield() ? ask(ports, folder, batch.nextCursor, size, signal) : null;
      if ((await commitSyncBatch(ports.database, folder, cursor, batch)) === 'superseded')
        return 'superseded';
      options.onProgress?.(batch.progress);
      if (next === null) return batch.more ? 'yielded' : 'done';
      size = nextStepSize(size, ports.clock.now() - startedAt);
      cursor = batch.nextCursor;
      asked = next;
    }
  } finally {
    ahead.abort();
  }
}

/** Never rejects, so that a step nobody waits for any more is no unhandled rejection. */
async function ask(
  ports: SyncPorts,
  folder: FolderKey,
  cursor: SyncCursor | null,
  maxMessages: number,
  signal: AbortSignal,
): Promise<Settled> {
  const { accountId, path } = splitFolderKey(folder);
  try {
    return {
      batch: await ports.api['mail.syncStep']({ accountId, folder: path, cursor, maxMessages }, { signal }),
    };
  } catch (error) {
    return { error };
  }
}

/** An engine that says "more" without moving would be asked for ever. */
function refuseStandstill(cursor: SyncCursor | null, batch: SyncBatch): void {
  if (!batch.more || batch.nextCursor !== cursor) return;
  throw new MailError('unexpected', 'the sync of this folder does not advance', { scope: 'folder' });
}
