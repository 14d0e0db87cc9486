import { z } from 'zod';
import { MailErrorData } from './errors.ts';
import { Account, AccountDraft, AccountSecrets, DiscoveredSettings } from './model/account.ts';
import { ConnectionInfo, TranscriptLine } from './model/connection.ts';
import { DemoStatus } from './model/demo.ts';
import { FolderInfo } from './model/folder.ts';
import {
  AccountId,
  BlobId,
  DraftId,
  EpochMs,
  FolderPath,
  OutboxId,
  PartId,
  SyncCursor,
  Uid,
  UidValidity,
} from './model/ids.ts';
import { TextCharset } from './model/charset.ts';
import { MessageBody } from './model/message.ts';
import { Draft, OutboxItem } from './model/outbox.ts';
import { AppSettings } from './model/settings.ts';
import { Operation, OperationResult, SyncBatch } from './model/sync.ts';

/** Raised with every incompatible change of the table. */
export const CONTRACT_VERSION = 1;

const none = z.strictObject({});
const bytes = z.instanceof(Uint8Array);
const folderRef = { accountId: AccountId, folder: FolderPath };
/** `null` says it works; an error says what does not. */
const testResult = z.strictObject({ error: MailErrorData.nullable() });

const method = <P extends z.ZodType, R extends z.ZodType>(params: P, result: R) => ({ params, result });

/**
 * The contract: every call the renderer can make, as `name -> { params, result }`.
 * A call resolves with a value of `result` or rejects with a MailError; there is no third outcome.
 */
export const methods = {
  'host.hello': method(
    z.strictObject({ contractVersion: z.number().int() }),
    z.strictObject({
      contractVersion: z.number().int(),
      appVersion: z.string().max(50),
      shell: z.enum(['electron', 'loopback', 'test']),
      platform: z.enum(['linux', 'darwin', 'win32', 'other']),
      /** What this shell can do; the UI hides the rest. */
      capabilities: z.strictObject({
        demo: z.boolean(),
        openExternal: z.boolean(),
        /** How secrets are kept: by the OS keychain, by a passphrase, or in a file readable by this user alone. */
        secrets: z.enum(['keychain', 'passphrase', 'file']),
      }),
    }),
  ),

  'settings.get': method(none, AppSettings),
  'settings.set': method(AppSettings, none),

  'accounts.list': method(none, z.array(Account).max(1000)),
  /** Proposals for an address's servers, best first; empty when nothing was found. */
  'accounts.discover': method(
    z.strictObject({ address: z.string().max(320) }),
    z.array(DiscoveredSettings).max(20),
  ),
  /** Logs in to both servers, saves nothing. */
  'accounts.test': method(
    z.strictObject({ account: AccountDraft, secrets: AccountSecrets }),
    z.strictObject({ incoming: testResult, outgoing: testResult }),
  ),
  'accounts.add': method(z.strictObject({ account: AccountDraft, secrets: AccountSecrets }), Account),
  /** `secrets: null` keeps the stored ones. */
  'accounts.update': method(
    z.strictObject({ account: Account, secrets: AccountSecrets.nullable() }),
    Account,
  ),
  'accounts.remove': method(z.strictObject({ accountId: AccountId }), none),

  'folders.list': method(z.strictObject({ accountId: AccountId }), z.array(FolderInfo).max(20_000)),
  'folders.create': method(z.strictObject(folderRef), none),
  'folders.rename': method(z.strictObject({ ...folderRef, newPath: FolderPath }), none),
  'folders.delete': method(z.strictObject(folderRef), none),
  'folders.subscribe': method(z.strictObject({ ...folderRef, subscribed: z.boolean() }), none),

  /** One bounded step of a folder's sync, IMAP or disk store; `cursor: null` begins anew. */
  'mail.syncStep': method(
    z.strictObject({
      ...folderRef,
      cursor: SyncCursor.nullable(),
      maxMessages: z.number().int().min(1).max(2000),
    }),
    SyncBatch,
  ),
  /** Applies in order and answers once per operation tried; those after a `failed` one are not in the answer. */
  'mail.applyOperations': method(
    z.strictObject({
      ...folderRef,
      uidValidity: UidValidity,
      operations: z.array(Operation).min(1).max(200),
    }),
    z.array(OperationResult).max(200),
  ),
  /**
   * Parsed messages for these UIDs; a UID that is gone is absent from the answer. `charset` reads all texts and raw
   * headers in the one that the person chose, null by their own labels again; with either, `head` is answered, too.
   */
  'mail.fetchBodies': method(
    z.strictObject({
      ...folderRef,
      uidValidity: UidValidity,
      uids: z.array(Uid).min(1).max(100),
      charset: TextCharset.nullable().optional(),
    }),
    z.array(MessageBody).max(100),
  ),
  'mail.fetchPart': method(
    z.strictObject({ ...folderRef, uidValidity: UidValidity, uid: Uid, partId: PartId }),
    z.strictObject({ name: z.string().max(2000), type: z.string().max(255), bytes }),
  ),
  /** The exact bytes of the message. */
  'mail.fetchSource': method(
    z.strictObject({ ...folderRef, uidValidity: UidValidity, uid: Uid }),
    z.strictObject({ bytes }),
  ),
  /** Watch these folders, the inbox first and the shown one second, and send `folder.changed`; replaces what was watched before on this account. */
  'mail.watch': method(z.strictObject({ accountId: AccountId, folders: z.array(FolderPath).max(50) }), none),

  /** POP3: download what is new into the disk store, then delete by policy. Ends when the maildrop is done. */
  'collect.run': method(
    z.strictObject({ accountId: AccountId }),
    z.strictObject({ stored: z.number().int().min(0), deletedOnServer: z.number().int().min(0) }),
  ),
  /** POP3: as `collect.run`, and the rest of one message of which only the header is here. `mail.messageGone` when the server has it no more. */
  'collect.rest': method(
    z.strictObject({ ...folderRef, uidValidity: UidValidity, uid: Uid }),
    /** The whole message's number in the same folder; null when it came to another. */
    z.strictObject({ uid: Uid.nullable() }),
  ),

  'drafts.list': method(none, z.array(Draft).max(5000)),
  /**
   * Durable when it resolves. An older `updatedAt` than the stored one is ignored (the newer one is returned), and so
   * is a draft that was handed to the outbox.
   */
  'drafts.save': method(Draft, Draft),
  'drafts.delete': method(z.strictObject({ draftId: DraftId }), none),

  /** Files for drafts: create, append in pieces of at most 1 MiB, finish. */
  'blobs.create': method(none, z.strictObject({ blobId: BlobId })),
  'blobs.append': method(z.strictObject({ blobId: BlobId, bytes }), none),
  'blobs.finish': method(
    z.strictObject({ blobId: BlobId }),
    z.strictObject({ sizeBytes: z.number().int().min(0), sha256: z.string() }),
  ),
  'blobs.read': method(z.strictObject({ blobId: BlobId }), z.strictObject({ bytes })),

  /** Durable when it resolves. The same draft id again answers with the same item: a message is queued once. */
  'outbox.enqueue': method(
    z.strictObject({
      draft: Draft,
      undoSeconds: z.number().int().min(0).max(60),
      sendAt: EpochMs.nullable(),
    }),
    OutboxItem,
  ),
  'outbox.list': method(none, z.array(OutboxItem).max(5000)),
  'outbox.retryNow': method(z.strictObject({ outboxId: OutboxId }), OutboxItem),
  /** Stops it, if it has not left, and gives its draft back, saved under a new id: the outbox takes each id once. */
  'outbox.editAgain': method(z.strictObject({ outboxId: OutboxId }), Draft),
  /** Only for finished, refused or cancelled items. */
  'outbox.dismiss': method(z.strictObject({ outboxId: OutboxId }), none),
  /** The person's answer for an `uncertain` item. */
  'outbox.resolveUncertain': method(
    z.strictObject({ outboxId: OutboxId, decision: z.enum(['wasSent', 'sendAgain']) }),
    OutboxItem,
  ),

  'connections.list': method(none, z.array(ConnectionInfo).max(500)),
  'connections.transcript': method(
    z.strictObject({ connectionId: z.string().max(64), afterSeq: z.number().int().min(-1) }),
    z.array(TranscriptLine).max(5000),
  ),

  /** Starts the demo world (once) and adds its accounts. */
  'demo.start': method(none, DemoStatus),
  'demo.status': method(none, DemoStatus),
  'demo.setServerUp': method(z.strictObject({ domain: z.string().max(253), up: z.boolean() }), DemoStatus),

  /**
   * A remote picture, asked for by the person: fetched without cookies or referrer, from public addresses only, and a
   * raster picture by its own bytes.
   */
  'web.fetchPicture': method(
    z.strictObject({ url: z.string().max(8000) }),
    z.strictObject({
      type: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']),
      bytes,
    }),
  ),
  /** The one-click unsubscription of RFC 8058, after the person confirmed it. */
  'web.unsubscribe': method(z.strictObject({ url: z.string().max(8000) }), none),

  /** Opens an https, http, mailto or tel address in the person's own program for it; anything else is refused. */
  'external.open': method(z.strictObject({ url: z.string().max(8000) }), none),
} as const;

export type MethodName = keyof typeof methods;
export type Params<M extends MethodName> = z.infer<(typeof methods)[M]['params']>;
export type Result<M extends MethodName> = z.infer<(typeof methods)[M]['result']>;

/** What a call may carry besides its parameters. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Counted from the call; the default is DEFAULT_DEADLINE_MS. */
  readonly deadlineMs?: number;
}

export const DEFAULT_DEADLINE_MS = 120_000;

/** The host as functions: `api['mail.syncStep'](params, { signal })`. */
export type HostApi = {
  readonly [M in MethodName]: (params: Params<M>, options?: CallOptions) => Promise<Result<M>>;
};

/** True for a name of the table itself, never of its prototype. */
export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}
