import { z } from 'zod';
import { AccountId } from './ids.ts';

/** How a connection is protected: TLS from the first byte (RFC 8314), STARTTLS that is never downgraded, or nothing. */
export const Security = z.enum(['tls', 'starttls', 'none']);
export type Security = z.infer<typeof Security>;

/** One server a person's account talks to. */
export const ServerSettings = z.strictObject({
  host: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[A-Za-z0-9._:[\]-]+$/),
  port: z.number().int().min(1).max(65_535),
  security: Security,
  user: z.string().max(320),
  auth: z.enum(['password', 'oauth2', 'none']),
  /** SHA-256 of the one certificate (DER, hex) the person chose to trust for this host and port. */
  pinnedCertificate: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});
export type ServerSettings = z.infer<typeof ServerSettings>;

/** What becomes of the server's copy after a POP3 download. */
export const LeaveOnServer = z.discriminatedUnion('policy', [
  z.strictObject({ policy: z.literal('never') }),
  z.strictObject({ policy: z.literal('always') }),
  z.strictObject({ policy: z.literal('days'), days: z.number().int().min(1).max(3650) }),
  z.strictObject({ policy: z.literal('untilDeleted') }),
]);
export type LeaveOnServer = z.infer<typeof LeaveOnServer>;

export const Incoming = z.discriminatedUnion('protocol', [
  z.strictObject({ protocol: z.literal('imap'), server: ServerSettings }),
  z.strictObject({
    protocol: z.literal('pop3'),
    server: ServerSettings,
    leaveOnServer: LeaveOnServer,
    /** Of larger messages only the header comes until the person asks for the rest. Absent: everything comes whole. */
    largestWholeBytes: z.number().int().min(1024).max(1_073_741_824).optional(),
    /** The POP3 account whose Inbox takes this one's mail too. Absent: its own. */
    deliverTo: AccountId.optional(),
  }),
]);
export type Incoming = z.infer<typeof Incoming>;

/** A name and address one writes as. `signature` is HTML. */
export const Identity = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().max(200),
  address: z.string().min(3).max(320),
  replyTo: z.string().max(320).nullable(),
  signature: z.string().max(100_000),
});
export type Identity = z.infer<typeof Identity>;

/** Everything of an account but its secrets. */
export const AccountDraft = z.strictObject({
  label: z.string().min(1).max(200),
  incoming: Incoming,
  outgoing: ServerSettings,
  identities: z.array(Identity).min(1).max(50),
});
export type AccountDraft = z.infer<typeof AccountDraft>;

export const Account = z.strictObject({
  ...AccountDraft.shape,
  id: AccountId,
  /** Set on the accounts of the demo world: they vanish with it. */
  isDemo: z.boolean(),
});
export type Account = z.infer<typeof Account>;

/** Passwords or refresh tokens; they travel from the form to the engine and never back. */
export const AccountSecrets = z.strictObject({
  incoming: z.string().max(10_000),
  outgoing: z.string().max(10_000),
});
export type AccountSecrets = z.infer<typeof AccountSecrets>;

/** One proposal for an address's servers, best first; `source` says where it was found. */
export const DiscoveredSettings = z.strictObject({
  source: z.enum(['provider', 'autoconfig', 'srv', 'guess']),
  providerName: z.string().max(200),
  incoming: Incoming,
  outgoing: ServerSettings,
  /** A sentence key for what the person must do first at this provider (switch on IMAP, make an app password). */
  hint: z.enum(['none', 'appPassword', 'enableImapThenAppPassword', 'oauthOnly']),
});
export type DiscoveredSettings = z.infer<typeof DiscoveredSettings>;
