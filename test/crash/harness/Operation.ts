import type { HostClient } from '../../../preload/contract/index.ts';
import type { SeededRandom } from '../../servers/seededRandom.ts';
import type { Break } from './Break.ts';
import type { HostProcess } from './HostProcess.ts';
import type { Line, Servers } from './Servers.ts';

/**
 * Something a person does, over and over, while everything around it breaks. The harness plays person and page: it
 * remembers what was asked and what was acknowledged, and asks again for what was not, as the page does.
 */
export interface Operation {
  /** The connections whose faults can hit it. */
  readonly lines: readonly Line[];
  /** Once per world, on a healthy host. */
  prepare(client: HostClient): Promise<void>;
  /** More to do for the next run; no host is needed. */
  plan(): void | Promise<void>;
  /** Does what is to be done, once; rejects with `disconnected` when the host dies, or with what a fault made of it. */
  work(host: HostProcess, client: HostClient): Promise<void>;
  /** Brings everything to its end; called again on a new host while it resolves false. */
  settle(host: HostProcess, client: HostClient): Promise<boolean>;
  /** What does not hold, once all is settled. */
  check(client: HostClient): Promise<Break[]>;
  /** The page goes away, badly; what it had committed stays. */
  leave(): Promise<void>;
}

/** What an operation works with. */
export interface OperationTools {
  readonly servers: Servers;
  readonly random: SeededRandom;
  /** Unlike that of any other world of this run. */
  readonly id: string;
  readonly seed: number;
  readonly tls: boolean;
}
