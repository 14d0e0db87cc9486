import type { Account, AccountId } from '../../../preload/contract/index.ts';
import type { WorkerStatus } from '../../worker/workerApi.ts';

export type SaidStatus =
  | { readonly kind: 'hostGone' | 'offline' | 'connecting' | 'upToDate' | 'noAccount' }
  | { readonly kind: 'attention' | 'someOffline'; readonly accountId: AccountId }
  | { readonly kind: 'syncing'; readonly done: number; readonly total: number };

/**
 * The one thing worth saying about all accounts, the most urgent first: the engine is gone; an account needs the
 * person; all are offline; mail is coming in (summed); something connects; one is offline; all is well.
 */
export function describeStatus(status: WorkerStatus, accounts: readonly Account[]): SaidStatus {
  if (!status.connected) return { kind: 'hostGone' };
  if (accounts.length === 0) return { kind: 'noAccount' };
  const states = accounts.map(({ id }) => ({ id, ...status.accounts[id] }));
  const troubled = states.find(({ state }) => state === 'needsAttention');
  if (troubled !== undefined) return { kind: 'attention', accountId: troubled.id };
  if (states.every(({ state }) => state === 'offline')) return { kind: 'offline' };
  const coming = states.flatMap(({ progress }) =>
    progress === null || progress === undefined ? [] : [progress],
  );
  if (coming.length > 0)
    return {
      kind: 'syncing',
      done: coming.reduce((sum, { done }) => sum + done, 0),
      total: coming.reduce((sum, { total }) => sum + total, 0),
    };
  // An account nobody has spoken of yet is about to connect.
  const isConnecting = states.some(({ state }) => state === 'connecting' || state === undefined);
  if (isConnecting) return { kind: 'connecting' };
  const away = states.find(({ state }) => state === 'offline');
  if (away !== undefined) return { kind: 'someOffline', accountId: away.id };
  return { kind: 'upToDate' };
}
