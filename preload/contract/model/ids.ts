import { z } from 'zod';

/** An account's id: chosen by the engine, stable for the account's life. */
export const AccountId = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .brand<'AccountId'>();
export type AccountId = z.infer<typeof AccountId>;

/** A folder's full path as decoded Unicode, with the account's own separator (`Archive/2024`, `INBOX`). */
export const FolderPath = z.string().min(1).max(1000).brand<'FolderPath'>();
export type FolderPath = z.infer<typeof FolderPath>;

/** A message's unique id in one folder under one UIDVALIDITY (RFC 3501 section 2.3.1.1); never a sequence number. */
export const Uid = z.number().int().min(1).max(4_294_967_295).brand<'Uid'>();
export type Uid = z.infer<typeof Uid>;

/** UIDVALIDITY (RFC 3501 section 2.3.1.1): while it stays, a UID means the same message. */
export const UidValidity = z.number().int().min(1).max(4_294_967_295).brand<'UidValidity'>();
export type UidValidity = z.infer<typeof UidValidity>;

/** MODSEQ (RFC 7162) as a decimal string: it has 63 bits, and IndexedDB rejects BigInt keys. */
export const Modseq = z
  .string()
  .regex(/^\d{1,20}$/)
  .brand<'Modseq'>();
export type Modseq = z.infer<typeof Modseq>;

/** A set of UIDs in IMAP notation (RFC 3501 `sequence-set` without `*`), ascending: `1:5,9`; empty for none. */
export const UidSet = z
  .string()
  .max(1_000_000)
  .regex(/^(\d+(:\d+)?(,\d+(:\d+)?)*)?$/)
  .brand<'UidSet'>();
export type UidSet = z.infer<typeof UidSet>;

/** An engine's private notes on how far a folder has been read. Opaque: stored, compared and handed back, nothing else. */
export const SyncCursor = z.string().max(65_536).brand<'SyncCursor'>();
export type SyncCursor = z.infer<typeof SyncCursor>;

/** A file kept by the host for a draft or an outgoing message. */
export const BlobId = z
  .string()
  .regex(/^[a-z0-9-]{1,80}$/)
  .brand<'BlobId'>();
export type BlobId = z.infer<typeof BlobId>;

/** A draft's id; also the idempotency key under which it is handed to the outbox. */
export const DraftId = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .brand<'DraftId'>();
export type DraftId = z.infer<typeof DraftId>;

/** An outgoing message in the outbox. */
export const OutboxId = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .brand<'OutboxId'>();
export type OutboxId = z.infer<typeof OutboxId>;

/** A part of a message by its IMAP section number (RFC 3501 section 6.4.5): `1`, `2.1`. */
export const PartId = z
  .string()
  .regex(/^\d{1,4}(\.\d{1,4}){0,30}$/)
  .brand<'PartId'>();
export type PartId = z.infer<typeof PartId>;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const EpochMs = z.number().int().min(-8.64e15).max(8.64e15);
export type EpochMs = z.infer<typeof EpochMs>;
