import type { FlagState, MessageSummary, SyncBatch } from '../../../preload/contract/index.ts';
import type { UidRanges } from './uidSet.ts';

/** What a step has gathered so far; becomes a SyncBatch. */
export interface StepChanges {
  readonly added: readonly MessageSummary[];
  readonly flagChanges: readonly FlagState[];
  readonly vanished: UidRanges;
  readonly present: SyncBatch['present'];
}

export const emptyChanges: StepChanges = { added: [], flagChanges: [], vanished: [], present: null };
