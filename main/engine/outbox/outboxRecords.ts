import { z } from 'zod';
import {
  Draft,
  EpochMs,
  OutboxId,
  OutboxItem,
  OutboxState,
  RecipientResult,
} from '../../../preload/contract/index.ts';

/** What changes in the life of a message; each change replaces it whole. */
export const OutboxProgress = z.strictObject({
  state: OutboxState,
  recipients: z.array(RecipientResult).max(3000),
  attempts: z.number().int().min(0),
  /** Durable before the final dot of the present attempt is written. */
  handedOver: z.boolean(),
  /** The time of giving up counts from here. */
  tryingSince: EpochMs,
  /** The notice in the person's mailbox that it was given up. */
  notice: z.enum(['none', 'due', 'delivered']),
  /** Set when the person (or time, for a filed one) cleared it away: only its draft id is remembered. */
  dismissedAt: EpochMs.nullable(),
});
export type OutboxProgress = z.infer<typeof OutboxProgress>;

/** Up to this size a message lies in the journal, larger ones in a file: one flush for many instead of one for each. */
export const smallMessageBytes = 16 * 1024;

/** What stays. `draft` is null once it cannot be edited again. */
export const OutboxEntry = z.strictObject({
  item: OutboxItem.omit({ state: true, recipients: true, attempts: true }),
  draft: Draft.nullable(),
  /** A small message itself (its bytes as Latin-1); a larger one, or one that needs no sending any more, has none here. */
  bytes: z.string().max(smallMessageBytes).nullable().default(null),
  progress: OutboxProgress,
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;

/** One line of the journal. */
export const OutboxRecord = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('entry'), entry: OutboxEntry }),
  z.strictObject({ kind: z.literal('progress'), id: OutboxId, progress: OutboxProgress }),
]);
export type OutboxRecord = z.infer<typeof OutboxRecord>;

export const toOutboxItem = ({ item, progress }: OutboxEntry): OutboxItem => ({
  ...item,
  recipients: progress.recipients,
  attempts: progress.attempts,
  state: progress.state,
});
