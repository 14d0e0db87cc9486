import { z } from 'zod';

/** A person's preferences, kept on disk by the host. */
export const AppSettings = z.strictObject({
  language: z.enum(['system', 'en', 'ko']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  undoSendSeconds: z.number().int().min(0).max(60),
});
export type AppSettings = z.infer<typeof AppSettings>;

export const defaultSettings: AppSettings = {
  language: 'system',
  theme: 'system',
  density: 'comfortable',
  undoSendSeconds: 8,
};
