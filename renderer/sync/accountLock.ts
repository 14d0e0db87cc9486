import type { AccountId } from '../../preload/contract/index.ts';

/** Runs `body` while holding a lock that is one for all tabs and workers of the origin; waits for it as long as it takes. */
export interface LockProvider {
  hold(name: string, signal: AbortSignal, body: () => Promise<void>): Promise<void>;
}

/** Web Locks: released by the browser when the holder closes or crashes, and handed to the next in line. */
export const webLocks = (locks: LockManager): LockProvider => ({
  hold: async (name, signal, body) => {
    try {
      await locks.request(name, { signal }, body);
    } catch (error) {
      // An aborted wait is how a worker that never had the lock stops.
      if (!signal.aborted) throw error;
    }
  },
});

/** One syncer per account and cache. */
export const accountLockName = (databaseName: string, accountId: AccountId): string =>
  `naru-sync/${databaseName}/${accountId}`;
