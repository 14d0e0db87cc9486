import { z } from 'zod';
import { SyncCursor } from '../../../preload/contract/index.ts';
import { MAX_UID } from './uidSet.ts';

const uid = z.number().int().min(1).max(MAX_UID);
const uidBelow = z.number().int().min(0).max(MAX_UID);
const count = z.number().int().min(0);
const modseq = z.string().regex(/^\d{1,20}$/);

export const MAX_HOLES = 50;

/**
 * UIDs low..high whose summaries have not all been delivered. `sequence` is the highest position at which one of
 * them can stand: positions of a message never grow while UIDVALIDITY stays, so it needs no state elsewhere.
 */
const Hole = z.strictObject({
  low: uid,
  high: uidBelow,
  sequence: count,
  /** About how many messages stood below `low`; for the progress display alone. */
  base: count,
  /** What is found here is new to `exists`. */
  counts: z.boolean(),
});
export type Hole = z.infer<typeof Hole>;

/** How far a folder has been read: the engine's only memory of it, and the asker keeps it. */
export const SyncState = z.strictObject({
  version: z.literal(1),
  uidValidity: uid,
  /** UIDs from here on were never looked at. */
  nextUid: z
    .number()
    .int()
    .min(1)
    .max(MAX_UID + 1),
  /** Messages below `nextUid` when server and asker last agreed, but for holes that count; null: unknown. */
  exists: count.nullable(),
  /** Flag changes (and with QRESYNC expunges) up to here are delivered; null without CONDSTORE. */
  modseq: modseq.nullable(),
  /** A set of changes too large for one batch: those of UIDs below `from` are delivered. */
  catchUp: z.strictObject({ target: modseq, since: modseq, from: uid }).nullable(),
  /** Newest first. */
  holes: z.array(Hole).max(MAX_HOLES),
  /** Presence was checked above this UID, not yet below; null: no check under way. */
  presenceBelow: z.strictObject({ high: uid, counted: count }).nullable(),
  /** Without CONDSTORE: a pass over all flags is at this position, all UIDs above `high` are done. */
  flagsPass: z.strictObject({ sequence: count, high: uidBelow }).nullable(),
  /** When the last whole pass began, milliseconds since the epoch. */
  flagsPassAt: z.number().int(),
});
export type SyncState = z.infer<typeof SyncState>;

/** Null for a cursor this version did not write (or nobody did): sync then begins anew, which is always right. */
export function parseCursor(cursor: SyncCursor | null): SyncState | null {
  if (cursor === null) return null;
  try {
    const parsed = SyncState.safeParse(JSON.parse(cursor));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export const formatCursor = (state: SyncState): SyncCursor => SyncCursor.parse(JSON.stringify(state));
