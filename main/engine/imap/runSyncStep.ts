import {
  MailError,
  type FolderPath,
  type SyncBatch,
  type SyncCursor,
  Uid,
} from '../../../preload/contract/index.ts';
import { advanceState, type SyncOutcome } from './advanceState.ts';
import type { FolderNames } from './FolderNames.ts';
import { fetchMessages, UID_ITEMS } from './fetchMessages.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { planSyncStep, type FolderFacts } from './planSyncStep.ts';
import { performAction } from './performAction.ts';
import { countUnseen } from './searchUids.ts';
import { selectFolder } from './selectFolder.ts';
import { emptyChanges, type StepChanges } from './stepChanges.ts';
import { formatCursor, parseCursor, type SyncState } from './syncState.ts';
import { toUidSet } from './uidSet.ts';

export interface SyncStepInput {
  readonly folder: FolderPath;
  readonly cursor: SyncCursor | null;
  readonly maxMessages: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * One bounded step: SELECT, plan, ask, answer. The values of SELECT are recorded before anything is fetched, so
 * what happens meanwhile is found by the next step; the cursor in the answer never claims more than the answer
 * holds. A failure anywhere rejects and delivers nothing.
 */
export async function runSyncStep(
  connection: ImapConnection,
  names: FolderNames,
  input: SyncStepInput,
  signal: AbortSignal,
): Promise<SyncBatch> {
  const selected = await selectFolder(connection, names, input.folder);
  const before = parseCursor(input.cursor);
  const facts: FolderFacts = {
    uidValidity: selected.uidValidity,
    uidNext: selected.uidNext ?? (await findUidNext(connection, selected.exists, before)),
    highestModseq: selected.highestModseq,
    exists: selected.exists,
  };
  const qresync = connection.enabled.has('QRESYNC') && facts.highestModseq !== null;
  const plan = planSyncStep({
    state: before,
    facts,
    qresync,
    maxMessages: input.maxMessages,
    now: input.now,
  });
  let changes: StepChanges = emptyChanges;
  const outcomes: SyncOutcome[] = [];
  for (const action of plan.actions) {
    signal.throwIfAborted();
    const done = await performAction(connection, action, facts, changes);
    changes = done.changes;
    outcomes.push(done.outcome);
  }
  const { state, more } = advanceState(plan, outcomes, facts, qresync);
  const addedUids = new Set<number>(changes.added.map(({ uid }) => uid));
  return {
    uidValidity: selected.uidValidity,
    reset: plan.reset,
    added: [...changes.added],
    // Summaries were fetched last: their flags are the newer ones.
    flagChanges: changes.flagChanges.filter(({ uid }) => !addedUids.has(uid)),
    vanished: toUidSet(changes.vanished),
    present: changes.present,
    counts:
      plan.reset || !more
        ? { total: facts.exists, unseen: facts.exists === 0 ? 0 : await countUnseen(connection) }
        : null,
    nextCursor: formatCursor(state),
    more,
    progress: progressOf(state, facts.exists),
  };
}

/** UIDNEXT of a server that keeps it to itself: one more than its last message's UID. */
async function findUidNext(
  connection: ImapConnection,
  exists: number,
  before: SyncState | null,
): Promise<number> {
  if (exists === 0) return before?.nextUid ?? 1;
  const { messages } = await fetchMessages(connection, { sequence: [exists, exists] }, UID_ITEMS);
  const uid = Uid.safeParse(messages[0]?.uid);
  if (!uid.success)
    throw new MailError('protocol.unexpected', 'neither UIDNEXT nor the UID of the last message', {
      scope: 'folder',
    });
  return Math.max(uid.data + 1, before?.nextUid ?? 1);
}

function progressOf(state: SyncState, exists: number): SyncBatch['progress'] {
  const missing = state.holes.reduce((sum, hole) => sum + Math.max(0, hole.sequence - hole.base), 0);
  return { done: Math.max(0, exists - missing), total: exists };
}
