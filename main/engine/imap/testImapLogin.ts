import type { ServerSettings } from '../../../preload/contract/index.ts';
import type { Clock } from '../ports.ts';
import type { Transcripts } from '../transcript/Transcripts.ts';
import { ImapConnection } from './ImapConnection.ts';

/** Connects, logs in and out again; resolves when that worked, rejects with a MailError that says what did not. */
export async function testImapLogin(
  server: ServerSettings,
  secret: string,
  transcripts: Transcripts,
  signal: AbortSignal,
): Promise<void> {
  const clock: Clock = {
    now: () => Date.now(),
    setTimer: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
  const connection = await ImapConnection.open({
    accountId: null,
    server,
    secret,
    clock,
    transcripts,
    signal,
  });
  await connection.logout();
}
