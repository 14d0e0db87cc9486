import type { ServerSettings } from '../../../../preload/contract/index.ts';
import { SmtpSubmission, type SmtpLimits } from '../../../../main/engine/smtp/SmtpSubmission.ts';
import type { SubmissionRequest } from '../../../../main/engine/smtp/submission.ts';
import { Transcripts } from '../../../../main/engine/transcript/Transcripts.ts';

export const settings = (port: number, change: Partial<ServerSettings> = {}): ServerSettings => ({
  host: '127.0.0.1',
  port,
  security: 'none',
  user: 'alice',
  auth: 'password',
  pinnedCertificate: null,
  ...change,
});

export const newTranscripts = (): Transcripts =>
  new Transcripts(
    () => 0,
    () => undefined,
  );

export const newSubmission = (
  server: ServerSettings,
  limits: Partial<SmtpLimits> = {},
  transcripts = newTranscripts(),
): SmtpSubmission =>
  new SmtpSubmission({ server, secret: 's3cret-pässword', accountId: null, transcripts, limits });

/** A request for one small message to two people; `handovers` counts the calls of `beforeHandover`. */
export const newRequest = (
  change: Partial<SubmissionRequest> = {},
): SubmissionRequest & { readonly handovers: () => number } => {
  let count = 0;
  return {
    envelope: { from: 'alice@crepes.test', to: ['bob@burger.test', 'carol@burger.test'] },
    source: { bytes: Buffer.from('Subject: hi\r\n\r\n.dot\r\nbody\r\n') },
    signal: new AbortController().signal,
    beforeHandover: async () => {
      count += 1;
    },
    handovers: () => count,
    ...change,
  };
};
