import { z } from 'zod';
import { MailErrorData } from '../errors.ts';
import { FolderPath, SyncCursor, Uid, UidSet, UidValidity } from './ids.ts';
import { Flag, FlagState, MessageSummary } from './message.ts';

/**
 * One bounded step of a folder's synchronisation. Apply in this order, in one transaction with `nextCursor`:
 * reset, vanished, present, added, flagChanges. Applying it twice changes nothing.
 */
export const SyncBatch = z.strictObject({
  uidValidity: UidValidity,
  /** First step or UIDVALIDITY changed: every cached row of the folder goes before the rest is applied. */
  reset: z.boolean(),
  /** Summaries of messages that may be new; a row that exists is overwritten. */
  added: z.array(MessageSummary).max(5000),
  flagChanges: z.array(FlagState).max(50_000),
  /** UIDs the server says are gone. */
  vanished: UidSet,
  /** All UIDs that exist in low..high: any cached UID in that range and not in `uids` is gone. */
  present: z.strictObject({ low: Uid, high: Uid, uids: UidSet }).nullable(),
  /** The server's own numbers for the folder. */
  counts: z
    .strictObject({ total: z.number().int().min(0), unseen: z.number().int().min(0).nullable() })
    .nullable(),
  nextCursor: SyncCursor,
  /** Ask again now: there is more to bring. */
  more: z.boolean(),
  /** Messages whose summaries have been delivered, of all in the folder. */
  progress: z.strictObject({ done: z.number().int().min(0), total: z.number().int().min(0) }),
});
export type SyncBatch = z.infer<typeof SyncBatch>;

const opId = z.string().min(1).max(64);

/** One change a person made, as a delta that can be replayed. */
export const Operation = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('flags'),
    opId,
    uids: UidSet,
    add: z.array(Flag).max(50),
    remove: z.array(Flag).max(50),
  }),
  z.strictObject({ kind: z.literal('move'), opId, uids: UidSet, destination: FolderPath }),
  z.strictObject({ kind: z.literal('copy'), opId, uids: UidSet, destination: FolderPath }),
  /** Removes for good (UID EXPUNGE of these alone, RFC 4315); moving to the bin is a `move`. */
  z.strictObject({ kind: z.literal('delete'), opId, uids: UidSet }),
]);
export type Operation = z.infer<typeof Operation>;

/** What became of one operation. Operations are applied in order; the first `failed` ends the run. */
export const OperationResult = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('applied'),
    opId,
    /** Flags read back from the server after the change. */
    flags: z.array(FlagState).max(50_000),
    /** UIDs no longer in the source folder. */
    gone: UidSet,
    /** Where copies went, when the server said so (COPYUID, RFC 4315). */
    copied: z.array(z.strictObject({ from: Uid, to: Uid })).max(50_000),
  }),
  /** UIDVALIDITY is another: the UIDs mean nothing now; park the operation for the person. */
  z.strictObject({ outcome: z.literal('stale'), opId }),
  /** The server said no and would again: shown, never dropped. */
  z.strictObject({ outcome: z.literal('rejected'), opId, error: MailErrorData }),
  /** It could not be tried or its result is unknown; repeating it is safe. */
  z.strictObject({ outcome: z.literal('failed'), opId, error: MailErrorData }),
]);
export type OperationResult = z.infer<typeof OperationResult>;
