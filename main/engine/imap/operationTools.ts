import type { OperationResult } from '../../../preload/contract/index.ts';
import type { CopyLedger } from './CopyLedger.ts';
import type { FolderNames } from './FolderNames.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { toUidSet } from './uidSet.ts';

/** What an operation works with; the folder is selected on `connection`. */
export interface OperationTools {
  readonly connection: ImapConnection;
  readonly names: FolderNames;
  readonly ledger: CopyLedger;
}

/** What one operation did. */
export type Applied = Omit<Extract<OperationResult, { outcome: 'applied' }>, 'outcome' | 'opId'>;

export const nothingApplied: Applied = { flags: [], gone: toUidSet([]), copied: [] };
