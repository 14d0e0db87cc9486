import type {
  AccountId,
  DemoStatus,
  EventData,
  EventName,
  FolderInfo,
  FolderPath,
  MessageBody,
  MessageSummary,
  MethodName,
  Operation,
  OperationResult,
  Params,
  PartId,
  Result,
  SyncBatch,
  SyncCursor,
  Uid,
  UidValidity,
} from '../../preload/contract/index.ts';
import type { WebNetwork } from './web/WebNetwork.ts';

/** Where passwords and tokens lie. `get` answers null for what was never set; a locked store throws `secret.locked`. */
export interface SecretStore {
  get(key: string): Promise<string | null>;
  set(key: string, secret: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Time, injected so that retries and undo windows can be tested without waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls once after `ms`; the returned function prevents it. */
  setTimer(ms: number, run: () => void): () => void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A structured log. No secret, body or address goes into `fields` (redaction is the sink's second line). */
export interface Logger {
  log(level: LogLevel, scope: string, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Raises an event towards every connected renderer. */
export type EmitEvent = <E extends EventName>(event: E, data: EventData<E>) => void;

/**
 * How to read text that says nothing reliable of its charset: `chosen` (a person's choice) goes above every label;
 * `languages` (BCP 47, likeliest first) helps to guess where there is none.
 */
export interface TextReading {
  readonly chosen?: string;
  readonly languages?: readonly string[];
}

/**
 * Turns bytes into a message, off the main thread in the app. Never throws on bad mail: it answers what it could read.
 * `parse` and `part` take the bytes over: whoever gives them has no use for them afterwards.
 */
export interface MessageParser {
  parse(
    source: Uint8Array,
    uid: Uid,
    signal?: AbortSignal,
    choice?: TextReading & { readonly withHead?: boolean },
  ): Promise<MessageBody>;
  /** Several at once, which costs less than one by one; rejects as a whole when one of them breaks the parser. */
  parseAll(
    messages: readonly { readonly source: Uint8Array; readonly uid: Uid }[],
    signal?: AbortSignal,
    choice?: TextReading & { readonly withHead?: boolean },
  ): Promise<MessageBody[]>;
  /** One decoded part; null when there is none by this id. */
  part(
    source: Uint8Array,
    partId: PartId,
    signal?: AbortSignal,
  ): Promise<{ name: string; type: string; bytes: Uint8Array } | null>;
  /** What the bytes alone say for a list: everything of a summary but uid, flags, modseq and arrival. */
  summarize(
    source: Uint8Array,
    signal?: AbortSignal,
    choice?: TextReading,
  ): Promise<Omit<MessageSummary, 'uid' | 'modseq' | 'flags' | 'internalDate'>>;
  close(): Promise<void>;
}

/** The demo world as the engine sees it: accounts to add, servers to switch. */
export interface DemoPort {
  start(): Promise<readonly { readonly address: string; readonly account: Params<'accounts.add'> }[]>;
  status(): DemoStatus;
  setServerUp(domain: string, up: boolean): Promise<void>;
  onChange(listener: () => void): void;
  stop(): Promise<void>;
}

/** What a shell must supply. */
export interface EnginePorts {
  /** An existing directory that this engine alone uses (locked while it runs). */
  readonly dataDir: string;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly parser: MessageParser;
  readonly demo: DemoPort | null;
  /** The web, for what a person asks of it; the real one when absent. */
  readonly web?: WebNetwork;
  /** Null where the shell cannot open addresses itself. */
  readonly openExternal: ((url: string) => Promise<void>) | null;
  readonly host: Pick<Result<'host.hello'>, 'appVersion' | 'shell' | 'platform'> & {
    readonly secrets: Result<'host.hello'>['capabilities']['secrets'];
  };
}

/** Answers one method. It must settle when `signal` aborts (cancelled or past its deadline). */
export type Handler<M extends MethodName> = (
  params: Params<M>,
  context: { readonly signal: AbortSignal },
) => Promise<Result<M>>;
export type Handlers = { readonly [M in MethodName]: Handler<M> };

/** The engine as a shell sees it. */
export interface Engine {
  readonly handlers: Handlers;
  /** Every event the engine raises, to be sent to every renderer; returns a function that stops it. */
  onEvent(listener: <E extends EventName>(event: E, data: EventData<E>) => void): () => void;
  /** Closes connections and files; resolves when everything acknowledged is on disk. */
  close(): Promise<void>;
}

export interface FolderRef {
  readonly folder: FolderPath;
}
/**
 * One account's mail, wherever its system of record is: `ImapSource` (the server) or `StoreSource` (the disk
 * store of a POP3 account). Both answer in the same shapes, so the renderer needs one path for both.
 */
export interface MailSource {
  listFolders(signal: AbortSignal): Promise<FolderInfo[]>;
  createFolder(folder: FolderPath, signal: AbortSignal): Promise<void>;
  renameFolder(folder: FolderPath, newPath: FolderPath, signal: AbortSignal): Promise<void>;
  deleteFolder(folder: FolderPath, signal: AbortSignal): Promise<void>;
  subscribe(folder: FolderPath, subscribed: boolean, signal: AbortSignal): Promise<void>;
  syncStep(
    step: FolderRef & { readonly cursor: SyncCursor | null; readonly maxMessages: number },
    signal: AbortSignal,
  ): Promise<SyncBatch>;
  applyOperations(
    batch: FolderRef & { readonly uidValidity: UidValidity; readonly operations: readonly Operation[] },
    signal: AbortSignal,
  ): Promise<OperationResult[]>;
  /** The exact bytes of each message that still exists, in any order; stops when `signal` aborts. */
  readSources(
    batch: FolderRef & { readonly uidValidity: UidValidity; readonly uids: readonly Uid[] },
    signal: AbortSignal,
  ): AsyncIterable<{ readonly uid: Uid; readonly source: Uint8Array }>;
  /**
   * Watch these folders, the inbox first and the one on the screen second, and call back when one changed. Replaces
   * the former list; survives reconnects.
   */
  watch(folders: readonly FolderPath[], onChange: (folder: FolderPath) => void): void;
  /**
   * Files a copy with these flags unless the folder already holds this Message-ID (an earlier attempt, or a
   * server that files Sent by itself). Resolves true when a copy is there, by us or already.
   */
  fileCopy(
    copy: FolderRef & {
      readonly source: Uint8Array;
      readonly messageId: string;
      readonly flags: readonly string[];
    },
    signal: AbortSignal,
  ): Promise<void>;
  /** Whether the folder holds a message with this Message-ID (without brackets). */
  holdsMessageId(folder: FolderPath, messageId: string, signal: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
}

/** The identity under which secrets of an account are kept. */
export const secretKey = (accountId: AccountId, which: 'incoming' | 'outgoing'): string =>
  `${accountId}/${which}`;
