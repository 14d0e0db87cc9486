import { z } from 'zod';

/** A person's preferences, kept on disk by the host. */
export const AppSettings = z.strictObject({
  language: z.enum(['system', 'en', 'ko']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  undoSendSeconds: z.number().int().min(0).max(60),
  /** Senders (lower-case addresses) whose remote pictures are always shown. */
  pictureSenders: z.array(z.string().max(320)).max(5000),
  /** How large messages are shown; 1 is as they were made. */
  messageZoom: z.number().min(0.5).max(3),
});
export type AppSettings = z.infer<typeof AppSettings>;

export const defaultSettings: AppSettings = {
  language: 'system',
  theme: 'system',
  density: 'comfortable',
  undoSendSeconds: 8,
  pictureSenders: [],
  messageZoom: 1,
};
