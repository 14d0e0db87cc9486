import type { HostApi } from '../../preload/contract/index.ts';
import type { NaruDatabase } from '../db/openDatabase.ts';

/** Time as the sync layer sees it, so that tests need no sleeps. */
export interface SyncClock {
  now(): number;
  /** Resolves after `ms`, or at once when aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** What everything in `sync` works with. */
export interface SyncPorts {
  readonly database: NaruDatabase;
  readonly api: HostApi;
  readonly clock: SyncClock;
  /** Unique for all time. */
  readonly newOperationId: () => string;
  /** Whether the disk has room for bodies that nobody has asked for yet; absent: it has. */
  readonly hasRoom?: () => Promise<boolean>;
}
