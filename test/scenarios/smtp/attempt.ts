import { SmtpSubmission, type SmtpLimits } from '../../../main/engine/smtp/SmtpSubmission.ts';
import type { SubmissionOutcome } from '../../../main/engine/smtp/submission.ts';
import type { ServerSettings } from '../../../preload/contract/index.ts';
import { newRequest, newTranscripts, settings } from '../../unit/main/smtp/submissionFixture.ts';

export const secret = 's3cret-pässword';

const limits: Partial<SmtpLimits> = {
  connectTimeoutMs: 5000,
  silenceTimeoutMs: 400,
  pipeliningStallMs: 150,
};

/** One message through one connection, in words: `accepted`, `deferred tls.notOffered`. */
export async function attempt(
  port: number,
  change: Partial<ServerSettings> = {},
  request: Parameters<typeof newRequest>[0] = {},
): Promise<{ readonly words: string; readonly outcome: SubmissionOutcome }> {
  const submission = new SmtpSubmission({
    server: settings(port, change),
    secret,
    accountId: null,
    transcripts: newTranscripts(),
    limits,
  });
  const outcome = await submission.submit(newRequest(request));
  await submission.close();
  return { outcome, words: 'error' in outcome ? `${outcome.kind} ${outcome.error.code}` : outcome.kind };
}
