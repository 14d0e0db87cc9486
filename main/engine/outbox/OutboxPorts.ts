import type { AccountId, BlobId, Identity } from '../../../preload/contract/index.ts';
import type { Clock, EmitEvent, Logger, MailSource } from '../ports.ts';
import type { Submission } from '../smtp/submission.ts';
import type { FileSystem } from '../store/FileSystem.ts';
import type { RetrySchedule } from './retrySchedule.ts';

/** What the outbox needs of an account's mailboxes; any `MailSource` is one. */
export type FilingMailbox = Pick<MailSource, 'listFolders' | 'createFolder' | 'fileCopy' | 'holdsMessageId'>;

/** Everything the outbox reaches outside itself. `createEngine` supplies it. */
export interface OutboxPorts {
  /** Its own directory (`outbox` in the data directory); made when missing. */
  readonly directory: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: EmitEvent;
  /** The bytes of a draft's file, in any pieces; throws `blob.unknown`. */
  readonly readBlob: (blobId: BlobId) => AsyncIterable<Uint8Array>;
  /** Throws `account.unknown` for an account or identity that is none. */
  readonly identityFor: (accountId: AccountId, identityId: string) => Identity;
  /** A sending connection for the account as it is set up now, not yet opened. Throws `secret.missing`, `account.unknown`. */
  readonly submissionFor: (accountId: AccountId) => Promise<Submission>;
  /** The account's mailboxes: for the Sent copy, the search for a Message-ID, and notices. */
  readonly mailboxFor: (accountId: AccountId) => Promise<FilingMailbox>;
  /** The language notices are written in. */
  readonly language: () => 'en' | 'ko';
  readonly retrySchedule?: RetrySchedule;
  /** 0 up to 1; for the jitter. */
  readonly random?: () => number;
  /** Letters, digits and hyphens that never repeat; for ids and Message-IDs. */
  readonly newId?: () => string;
  readonly fileSystem?: FileSystem;
}
