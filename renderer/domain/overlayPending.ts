import type { UidValidity } from '../../preload/contract/index.ts';
import { applyFlagDelta } from './flags.ts';
import type { PendingOperation } from './rows.ts';
import { includesUid, parseUidSet, type UidRange } from './uidSet.ts';

/** An operation whose UID set has been read once, for use on many rows. */
export interface OverlayOperation {
  readonly operation: PendingOperation['operation'];
  readonly ranges: readonly UidRange[];
}

/** What a list shows of a message. */
export interface ShownState {
  readonly flags: readonly string[];
  readonly hidden: 0 | 1;
}

/**
 * The operations that lie over a folder's rows, in the order the person acted. Left out: those under another
 * UIDVALIDITY (their UIDs mean nothing here) and parked ones (the server refused them: a message that stays
 * hidden because its move was refused would be a lost message), and those the person has taken back.
 */
export function overlayOperations(
  operations: readonly PendingOperation[],
  uidValidity: UidValidity | null,
): readonly OverlayOperation[] {
  return operations
    .filter(
      (pending) =>
        pending.state !== 'parked' && pending.undoWanted !== true && pending.uidValidity === uidValidity,
    )
    .toSorted((a, b) => (a.id ?? Infinity) - (b.id ?? Infinity))
    .map(({ operation }) => ({ operation, ranges: parseUidSet(operation.uids) }));
}

/**
 * The server's flags with pending operations laid over them, oldest first.
 * flags: deltas in order, so that the last word wins · move, delete: hidden · copy: nothing changes here.
 */
export function overlayPending(
  uid: number,
  serverFlags: readonly string[],
  operations: readonly OverlayOperation[],
): ShownState {
  let flags = serverFlags;
  let hidden: 0 | 1 = 0;
  for (const { operation, ranges } of operations) {
    if (!includesUid(ranges, uid)) continue;
    switch (operation.kind) {
      case 'flags':
        flags = applyFlagDelta(flags, operation);
        break;
      case 'move':
      case 'delete':
        hidden = 1;
        break;
      case 'copy':
        break;
    }
  }
  return { flags, hidden };
}
