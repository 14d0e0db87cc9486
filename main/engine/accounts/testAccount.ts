import {
  MailError,
  toErrorData,
  type AccountDraft,
  type AccountSecrets,
  type MailErrorData,
  type Protocol,
  type Result,
  type ServerSettings,
} from '../../../preload/contract/index.ts';
import { testImapLogin } from '../imap/testImapLogin.ts';
import { testPop3Login } from '../pop3/pop3Session.ts';
import { testSmtpLogin } from '../smtp/SmtpSubmission.ts';
import type { Transcripts } from '../transcript/Transcripts.ts';
import { probeCertificate } from './probeCertificate.ts';

/** Logs in for receiving and for sending, both at once, and saves nothing. Failures are part of the answer. */
export async function testAccount(
  { incoming, outgoing }: AccountDraft,
  secrets: AccountSecrets,
  transcripts: Transcripts,
  signal: AbortSignal,
): Promise<Result<'accounts.test'>> {
  const receive = (): Promise<void> =>
    incoming.protocol === 'imap'
      ? testImapLogin(incoming.server, secrets.incoming, transcripts, signal)
      : testPop3Login({
          accountId: null,
          server: incoming.server,
          secret: secrets.incoming,
          transcripts,
          signal,
        });
  const [received, sent] = await Promise.all([
    attempt(incoming.protocol, incoming.server, receive, signal),
    attempt('smtp', outgoing, () => testSmtpLogin(outgoing, secrets.outgoing, transcripts, signal), signal),
  ]);
  return { incoming: { error: received }, outgoing: { error: sent } };
}

async function attempt(
  protocol: Protocol,
  server: ServerSettings,
  login: () => Promise<void>,
  signal: AbortSignal,
): Promise<MailErrorData | null> {
  try {
    await login();
    return null;
  } catch (error) {
    if (signal.aborted) throw error;
    const data = error instanceof MailError ? error.data : toErrorData(error);
    if (!data.code.startsWith('tls.') || data.certificate !== undefined) return data;
    const certificate = await probeCertificate(protocol, server, signal);
    return certificate === null ? data : { ...data, certificate };
  }
}
