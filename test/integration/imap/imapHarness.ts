import { ImapFlow } from 'imapflow';
import {
  AccountId,
  FolderPath,
  MailError,
  type MailErrorData,
  type ServerSettings,
} from '../../../preload/contract/index.ts';
import { createImapSource } from '../../../main/engine/imap/createImapSource.ts';
import type { Clock, Logger, MailSource } from '../../../main/engine/ports.ts';
import { Transcripts } from '../../../main/engine/transcript/Transcripts.ts';
import type { MailServer } from '../../servers/mailServer.ts';

export const INBOX = FolderPath.parse('INBOX');
export const folder = (path: string): FolderPath => FolderPath.parse(path);
export const never: AbortSignal = new AbortController().signal;
export const quiet: Logger = { log: () => undefined };

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export const newTranscripts = (): Transcripts =>
  new Transcripts(
    () => Date.now(),
    () => undefined,
  );

/** Settings for a user of a test server, without TLS (it is loopback) unless told otherwise. */
export function settings(
  server: MailServer,
  user: string,
  change: Partial<ServerSettings> = {},
): ServerSettings {
  return {
    host: server.host,
    port: server.ports.imap,
    security: 'none',
    user: server.address(user),
    auth: 'password',
    pinnedCertificate: null,
    ...change,
  };
}

export interface Harness {
  readonly source: MailSource;
  readonly transcripts: Transcripts;
  readonly statuses: { readonly status: string; readonly error: MailErrorData | null }[];
}

/** The engine under test on one account. */
export function openSource(
  server: ServerSettings,
  secret: string,
  options: { readonly connectionLimit?: number; readonly clock?: Clock } = {},
): Harness {
  const transcripts = newTranscripts();
  const statuses: Harness['statuses'] = [];
  const source = createImapSource({
    copiesFile: null,
    account: { id: AccountId.parse('test-account'), server },
    getSecret: async () => secret,
    clock: options.clock ?? systemClock,
    logger: quiet,
    transcripts,
    connectionLimit: options.connectionLimit ?? 3,
    emitStatus: (status, error) => statuses.push({ status, error }),
  });
  return { source, transcripts, statuses };
}

/** Another client on the same account: a plain library, none of our code. */
export async function openSecondClient(server: MailServer, user: string): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: server.host,
    port: server.ports.imap,
    secure: false,
    doSTARTTLS: false,
    auth: { user: server.address(user), pass: server.password(user) },
    logger: false,
    disableAutoIdle: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Runs something in a folder as the second client, the folder freshly selected. */
export async function inFolder<T>(client: ImapFlow, path: string, work: () => Promise<T>): Promise<T> {
  const lock = await client.getMailboxLock(path);
  try {
    await client.noop();
    return await work();
  } finally {
    lock.release();
  }
}

/** The MailError a promise rejects with; throws when it does not. */
export async function errorOf(promise: Promise<unknown>): Promise<MailErrorData> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof MailError) return error.data;
    throw error;
  }
  throw new Error('expected a MailError');
}
