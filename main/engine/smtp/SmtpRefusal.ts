import type { SmtpStep } from './smtpErrors.ts';
import type { SmtpReply } from './smtpReply.ts';

/** The server said no (4xx or 5xx), and to what. */
export class SmtpRefusal extends Error {
  override readonly name = 'SmtpRefusal';

  constructor(
    readonly reply: SmtpReply,
    readonly step: SmtpStep,
  ) {
    super(`the server answered ${reply.code} to ${step}`);
  }
}
