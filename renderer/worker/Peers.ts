import { z } from 'zod';
import { AccountId } from '../../preload/contract/index.ts';
import type { FolderKey } from '../domain/rows.ts';

/** `accountId + '/' + path`: what `folderKey` makes. */
export const FolderKeySchema = z.custom<FolderKey>(
  (value) => typeof value === 'string' && value.length <= 1100 && /^[a-z0-9-]{1,64}\/./s.test(value),
);

const AccountStatusSchema = z.strictObject({
  state: z.enum(['offline', 'connecting', 'online', 'needsAttention']),
  errorCode: z.string().nullable(),
  progress: z.strictObject({ done: z.number(), total: z.number() }).nullable(),
});

/** What workers of several tabs tell each other: one of them syncs an account, the others ask and listen. */
export const PeerMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('status'), accountId: AccountId, status: AccountStatusSchema }),
  z.strictObject({ kind: z.literal('askStatus') }),
  z.strictObject({ kind: z.literal('syncNow'), accountId: AccountId.nullable() }),
  z.strictObject({ kind: z.literal('openFolder'), folder: FolderKeySchema }),
]);
export type PeerMessage = z.infer<typeof PeerMessage>;

/** The other workers of this origin on the same cache; a message reaches all of them or none, and no answer is owed. */
export interface Peers {
  post(message: PeerMessage): void;
  listen(listener: (message: PeerMessage) => void): void;
  close(): void;
}

/** Peers over a BroadcastChannel. What is no message of ours (an older tab's) is ignored. */
export function broadcastPeers(databaseName: string): Peers {
  const channel = new BroadcastChannel(`naru-workers/${databaseName}`);
  return {
    post: (message) => channel.postMessage(message),
    listen: (listener) => {
      channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        const message = PeerMessage.safeParse(data);
        if (message.success) listener(message.data);
      };
    },
    close: () => channel.close(),
  };
}
