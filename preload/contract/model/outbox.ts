import { z } from 'zod';
import { MailErrorData } from '../errors.ts';
import { Address } from './address.ts';
import { RecipientReport } from './report.ts';
import { AccountId, BlobId, DraftId, EpochMs, OutboxId } from './ids.ts';

/** A file of a draft: its bytes lie with the host under `blobId`. */
export const DraftAttachment = z.strictObject({
  blobId: BlobId,
  name: z.string().max(255),
  type: z.string().max(255),
  sizeBytes: z.number().int().min(0),
  /** Set for a picture the HTML shows by `cid:`. */
  contentId: z.string().max(200).nullable(),
});
export type DraftAttachment = z.infer<typeof DraftAttachment>;

/** A message being written. */
export const Draft = z.strictObject({
  id: DraftId,
  accountId: AccountId,
  identityId: z.string().max(64),
  to: z.array(Address).max(1000),
  cc: z.array(Address).max(1000),
  bcc: z.array(Address).max(1000),
  subject: z.string().max(2000),
  /** Sanitised HTML; the plain text alternative is made from it. */
  html: z.string().max(5_000_000),
  attachments: z.array(DraftAttachment).max(200),
  /** Message-ID this answers, without brackets. */
  inReplyTo: z.string().max(2000).nullable(),
  references: z.array(z.string().max(2000)).max(1000),
  updatedAt: EpochMs,
});
export type Draft = z.infer<typeof Draft>;

/** Where an outgoing message stands; one at a time. The allowed transitions are in `outboxStates`. */
export const OutboxState = z.discriminatedUnion('name', [
  /** Written down; leaves at `until` unless undone, or later when send-later was chosen. */
  z.strictObject({ name: z.literal('waiting'), until: EpochMs }),
  z.strictObject({ name: z.literal('queued') }),
  z.strictObject({ name: z.literal('sending'), since: EpochMs }),
  z.strictObject({ name: z.literal('retrying'), at: EpochMs, error: MailErrorData }),
  /** The server took it for every recipient; not yet in Sent. */
  z.strictObject({ name: z.literal('accepted'), at: EpochMs }),
  /** Taken, and the copy lies in Sent. */
  z.strictObject({ name: z.literal('filed'), at: EpochMs }),
  z.strictObject({ name: z.literal('partlyRefused'), at: EpochMs, filed: z.boolean(), error: MailErrorData }),
  z.strictObject({ name: z.literal('refused'), at: EpochMs, error: MailErrorData }),
  /** The body was handed over and no answer came: it may or may not have left. Never retried silently. */
  z.strictObject({ name: z.literal('uncertain'), since: EpochMs, error: MailErrorData }),
  z.strictObject({ name: z.literal('givenUp'), at: EpochMs, error: MailErrorData }),
  z.strictObject({ name: z.literal('cancelled'), at: EpochMs }),
]);
export type OutboxState = z.infer<typeof OutboxState>;

export const RecipientResult = z.strictObject({
  recipient: Address,
  kind: z.enum(['to', 'cc', 'bcc']),
  status: z.enum(['pending', 'accepted', 'deferred', 'refused']),
  /** The server's own words, when it said any. */
  reply: z.string().max(2000),
  /** What a server further on reported later (RFC 3464), the worst news of all. */
  report: RecipientReport.optional(),
});
export type RecipientResult = z.infer<typeof RecipientResult>;

export const OutboxItem = z.strictObject({
  id: OutboxId,
  accountId: AccountId,
  draftId: DraftId,
  messageId: z.string().max(1000),
  subject: z.string().max(2000),
  from: Address,
  recipients: z.array(RecipientResult).max(3000),
  sizeBytes: z.number().int().min(0),
  createdAt: EpochMs,
  attempts: z.number().int().min(0),
  state: OutboxState,
});
export type OutboxItem = z.infer<typeof OutboxItem>;
