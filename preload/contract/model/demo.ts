import { z } from 'zod';
import { EpochMs } from './ids.ts';

/** A message that waits in a demo mail server's outgoing queue. */
export const DemoQueuedMessage = z.strictObject({
  id: z.string().max(64),
  from: z.string().max(320),
  to: z.array(z.string().max(320)).max(100),
  subject: z.string().max(2000),
  attempts: z.number().int().min(0),
  nextAttemptAt: EpochMs,
  lastError: z.string().max(2000),
});
export type DemoQueuedMessage = z.infer<typeof DemoQueuedMessage>;

export const DemoServer = z.strictObject({
  domain: z.string().max(253),
  up: z.boolean(),
  users: z.array(z.string().max(320)).max(50),
  queue: z.array(DemoQueuedMessage).max(1000),
});
export type DemoServer = z.infer<typeof DemoServer>;

export const DemoStatus = z.strictObject({ running: z.boolean(), servers: z.array(DemoServer).max(10) });
export type DemoStatus = z.infer<typeof DemoStatus>;
