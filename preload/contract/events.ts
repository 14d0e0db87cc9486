import { z } from 'zod';
import { MailErrorData } from './errors.ts';
import { AccountId, FolderPath } from './model/ids.ts';

/** Events are hints ("this changed, ask"): losing one may delay news, never lose data. */
export const events = {
  'accounts.changed': z.strictObject({}),
  'account.status': z.strictObject({
    accountId: AccountId,
    status: z.enum(['offline', 'connecting', 'online', 'needsAttention']),
    error: MailErrorData.nullable(),
  }),
  'folders.changed': z.strictObject({ accountId: AccountId }),
  'folder.changed': z.strictObject({ accountId: AccountId, folder: FolderPath }),
  'collect.progress': z.strictObject({
    accountId: AccountId,
    done: z.number().int().min(0),
    total: z.number().int().min(0),
  }),
  'drafts.changed': z.strictObject({}),
  'outbox.changed': z.strictObject({}),
  'connections.changed': z.strictObject({}),
  'settings.changed': z.strictObject({}),
  'demo.changed': z.strictObject({}),
} as const;

export type EventName = keyof typeof events;
export type EventData<E extends EventName> = z.infer<(typeof events)[E]>;

/** True for a name of the table itself, never of its prototype. */
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}
