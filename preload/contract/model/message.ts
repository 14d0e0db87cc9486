import { z } from 'zod';
import { Address } from './address.ts';
import { CharsetUse } from './charset.ts';
import { EpochMs, Modseq, PartId, Uid } from './ids.ts';

const addresses = z.array(Address).max(5000);

/** A system flag (`\Seen`) or keyword (`$Forwarded`) as IMAP writes it (RFC 3501 section 2.3.2). */
export const Flag = z.string().min(1).max(255);

const partialPrefix = '$Partial:';
/** The keyword of a message of which only the header is here, with its size on the server (POP3 with a size limit). */
export const partialFlag = (sizeBytes: number): string => `${partialPrefix}${sizeBytes}`;
export const isPartialFlag = (flag: string): boolean => flag.startsWith(partialPrefix);
/** The size on the server of a message of which only the header is here; null for one that is whole. */
export function partialSizeBytes(flags: readonly string[]): number | null {
  const flag = flags.find(isPartialFlag);
  return flag === undefined ? null : Number(flag.slice(partialPrefix.length)) || 0;
}

export const AttachmentInfo = z.strictObject({
  partId: PartId,
  /** As the sender wrote it, decoded, not yet safe for a file system; empty when none was given. */
  name: z.string().max(2000),
  /** Lower-case media type without parameters. */
  type: z.string().max(255),
  /** Decoded size where known, else encoded. */
  sizeBytes: z.number().int().min(0),
  contentId: z.string().max(1000).nullable(),
  inline: z.boolean(),
});
export type AttachmentInfo = z.infer<typeof AttachmentInfo>;

/** What a list shows and threads are made of; known before any body is fetched. */
export const MessageSummary = z.strictObject({
  uid: Uid,
  modseq: Modseq.nullable(),
  flags: z.array(Flag).max(500),
  /** When the server (or the store) received it. */
  internalDate: EpochMs,
  /** The Date header; null when missing or unreadable. */
  date: EpochMs.nullable(),
  sizeBytes: z.number().int().min(0),
  subject: z.string().max(10_000),
  from: addresses,
  sender: addresses,
  replyTo: addresses,
  to: addresses,
  cc: addresses,
  bcc: addresses,
  /** Without angle brackets. */
  messageId: z.string().max(2000).nullable(),
  /** Message-IDs without angle brackets, oldest first: References, then In-Reply-To where it adds one. */
  references: z.array(z.string().max(2000)).max(1000),
  attachments: z.array(AttachmentInfo).max(1000),
});
export type MessageSummary = z.infer<typeof MessageSummary>;

/** A message's flags as the server now holds them. */
export const FlagState = z.strictObject({
  uid: Uid,
  flags: z.array(Flag).max(500),
  modseq: Modseq.nullable(),
});
export type FlagState = z.infer<typeof FlagState>;

/** A picture shown inside the message by `cid:`. */
export const InlinePart = z.strictObject({
  contentId: z.string().max(1000),
  type: z.string().max(255),
  bytes: z.instanceof(Uint8Array),
});
export type InlinePart = z.infer<typeof InlinePart>;

/**
 * A message inside the message (message/rfc822, RFC 2046 section 5.2.1) that is read in place, with a head of its own;
 * nobody vouches for what that head says. Its files are among the message's attachments, their ids beginning with
 * `partId`; its pictures among `inlineParts`.
 */
export const NestedMessage = z.strictObject({
  partId: PartId,
  /** 1 for a message in this one, 2 for a message in that. */
  depth: z.number().int().min(1).max(30),
  subject: z.string().max(10_000),
  from: addresses,
  to: addresses,
  cc: addresses,
  date: EpochMs.nullable(),
  text: z.string().nullable(),
  html: z.string().nullable(),
});
export type NestedMessage = z.infer<typeof NestedMessage>;

/** The fields of a summary whose words depend on the charset they are read in. */
export const MessageHead = z.strictObject({
  subject: z.string().max(10_000),
  from: addresses,
  sender: addresses,
  replyTo: addresses,
  to: addresses,
  cc: addresses,
  bcc: addresses,
});
export type MessageHead = z.infer<typeof MessageHead>;

/** A parsed message. Nothing in it is safe to show before it is sanitised and framed. */
export const MessageBody = z.strictObject({
  uid: Uid,
  /** Decoded header fields in order of appearance, bounded. */
  headers: z.array(z.strictObject({ name: z.string().max(200), value: z.string().max(20_000) })).max(2000),
  text: z.string().nullable(),
  html: z.string().nullable(),
  attachments: z.array(AttachmentInfo).max(1000),
  inlineParts: z.array(InlinePart).max(200),
  /** Something was left out by a limit (depth, parts, size); the source is complete. */
  truncated: z.boolean(),
  /** What the message claims by its form to be (S/MIME, PGP); nobody has verified or decrypted anything. */
  protection: z.enum(['signed', 'encrypted']).optional(),
  /** Messages in this one, in order of appearance, those in them right behind each; absent when there are none. */
  nested: z.array(NestedMessage).max(200).optional(),
  /** How its first text was read; absent when all of it is ASCII. */
  charset: CharsetUse.optional(),
  /** Only where `mail.fetchBodies` was asked with `charset`: the head as it reads now. */
  head: MessageHead.optional(),
});
export type MessageBody = z.infer<typeof MessageBody>;
