import type { AccountId } from '../../../preload/contract/index.ts';
import type { FilingDesk } from './FilingDesk.ts';
import type { OutboxBook } from './OutboxBook.ts';
import type { OutboxPorts } from './OutboxPorts.ts';
import type { OutgoingFiles } from './OutgoingFiles.ts';
import type { RetrySchedule } from './retrySchedule.ts';

/** What one account's runner works with. */
export interface RunnerParts {
  readonly accountId: AccountId;
  readonly book: OutboxBook;
  readonly files: OutgoingFiles;
  readonly desk: FilingDesk;
  readonly ports: OutboxPorts;
  readonly schedule: RetrySchedule;
  readonly random: () => number;
  readonly onChange: () => void;
}
