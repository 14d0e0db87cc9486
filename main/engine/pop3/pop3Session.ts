import type { AccountId, ServerSettings } from '../../../preload/contract/index.ts';
import { toMailError } from '../store/toMailError.ts';
import type { Transcripts } from '../transcript/Transcripts.ts';
import { loginDelaySeconds } from './capabilities.ts';
import { collectMail, type CollectOptions } from './collectMail.ts';
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
  login: Pop3Login & Omit<CollectOptions, 'connection'>,
): Promise<{ stored: number; deletedOnServer: number; loginDelaySeconds: number }> {
  const connection = await openSession(login);
  try {
    const result = await collectMail({ ...login, connection });
    return { ...result, loginDelaySeconds: loginDelaySeconds(connection.capabilities) };
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
  const { host, port, security } = server;
  const transcript = transcripts.open({
    accountId,
    protocol: 'pop3',
    host,
    port,
    secure: security === 'tls',
  });
  const connection = await Pop3Connection.open({ server, transcript, signal, timeoutMs });
  try {
    await connection.login(secret);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}
