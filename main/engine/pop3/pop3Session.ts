import type { AccountId, LeaveOnServer, ServerSettings } from '../../../preload/contract/index.ts';
import type { MessageStore } from '../store/MessageStore.ts';
import type { FolderId } from '../store/storeTypes.ts';
import { toMailError } from '../store/toMailError.ts';
import type { Transcripts } from '../transcript/Transcripts.ts';
import { collectMail } from './collectMail.ts';
import { Pop3Connection } from './Pop3Connection.ts';

/** Longest silence of a POP3 server before the connection is given up. */
const TIMEOUT_MS = 60_000;

export interface Pop3Login {
  readonly accountId: AccountId | null;
  readonly server: ServerSettings;
  readonly secret: string;
  readonly transcripts: Transcripts;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/** Logs in and quits without touching the maildrop. Rejects with a MailError that names what failed. */
export async function testPop3Login(login: Pop3Login): Promise<void> {
  const connection = await openSession(login);
  await connection.quit();
}

/** One whole run: connect, log in, collect by the policy, quit. Rejects with a MailError; what was stored stays. */
export async function runCollection(
  login: Pop3Login & {
    readonly store: MessageStore;
    readonly inbox: FolderId;
    readonly policy: LeaveOnServer;
    readonly nowMs: () => number;
    onProgress(done: number, total: number): void;
  },
): Promise<{ stored: number; deletedOnServer: number }> {
  const connection = await openSession(login);
  try {
    return await collectMail({
      ...login,
      connection,
      onProgress: (done, total) => login.onProgress(done, total),
    });
  } catch (error) {
    throw toMailError(error, 'mail.messageGone', 'account');
  } finally {
    connection.close();
  }
}

async function openSession({
  accountId,
  server,
  secret,
  transcripts,
  signal,
  timeoutMs = TIMEOUT_MS,
}: Pop3Login): Promise<Pop3Connection> {
  const { host, port, security, user } = server;
  const transcript = transcripts.open({
    accountId,
    protocol: 'pop3',
    host,
    port,
    secure: security === 'tls',
  });
  const connection = await Pop3Connection.open({ server, transcript, signal, timeoutMs });
  try {
    await connection.login(user, secret);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}
