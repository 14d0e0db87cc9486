import { z } from 'zod';
import { AccountId, EpochMs } from './ids.ts';

export const Protocol = z.enum(['imap', 'pop3', 'smtp']);
export type Protocol = z.infer<typeof Protocol>;

/** The named phases of the three protocols, and `closed`. */
export const ProtocolPhase = z.enum([
  'connecting',
  'handshake',
  'notAuthenticated',
  'authenticated',
  'selected',
  'logout',
  'authorization',
  'transaction',
  'update',
  'transfer',
  'close',
  'closed',
]);
export type ProtocolPhase = z.infer<typeof ProtocolPhase>;

/** One dialogue with a server, live or recent. */
export const ConnectionInfo = z.strictObject({
  id: z.string().max(64),
  accountId: AccountId.nullable(),
  protocol: Protocol,
  host: z.string().max(253),
  port: z.number().int(),
  secure: z.boolean(),
  phase: ProtocolPhase,
  openedAt: EpochMs,
  closedAt: EpochMs.nullable(),
});
export type ConnectionInfo = z.infer<typeof ConnectionInfo>;

/** One line of it, secrets already masked. */
export const TranscriptLine = z.strictObject({
  seq: z.number().int().min(0),
  at: EpochMs,
  direction: z.enum(['sent', 'received', 'note']),
  phase: ProtocolPhase,
  text: z.string().max(4000),
});
export type TranscriptLine = z.infer<typeof TranscriptLine>;
