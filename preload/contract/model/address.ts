import { z } from 'zod';

/** A mailbox (RFC 5322 section 3.4), decoded; `address` is empty for a group name without members. */
export const Address = z.strictObject({ name: z.string().max(2000), address: z.string().max(2000) });
export type Address = z.infer<typeof Address>;
