import { z } from 'zod';

/** Why a recipient was not reached, in the terms a person can act on. */
export const DeliveryCause = z.enum([
  'unknownAddress',
  'unknownDomain',
  'mailboxFull',
  'mailboxDisabled',
  'tooLarge',
  'spam',
  'policy',
  'authentication',
  'relayDenied',
  'rateLimited',
  'busy',
  'unreachable',
  'expired',
  'loop',
  'content',
  'addressForm',
  'unspecified',
]);
export type DeliveryCause = z.infer<typeof DeliveryCause>;

/** What a server far away says became of a message for one recipient (RFC 3464 section 2.3.3). */
export const DeliveryAction = z.enum(['failed', 'delayed', 'delivered', 'relayed', 'expanded']);
export type DeliveryAction = z.infer<typeof DeliveryAction>;

export const RecipientReport = z.strictObject({
  /** As the report names it; where it names two, the one that was written to. */
  address: z.string().max(320),
  action: DeliveryAction,
  cause: DeliveryCause,
  /** `5.1.1` (RFC 3463); empty when none was given. */
  status: z.string().max(20),
  /** The far server's own words. */
  diagnostic: z.string().max(1000),
});
export type RecipientReport = z.infer<typeof RecipientReport>;
