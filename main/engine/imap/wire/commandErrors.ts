import type { ImapNode } from '../imapNodes.ts';

/** NO or BAD to a command; `mapImapError` turns it into a MailError. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
  constructor(
    readonly responseStatus: 'NO' | 'BAD',
    readonly response: { readonly attributes: readonly ImapNode[] },
    text: string,
  ) {
    super(text);
  }
}

/** The session is over; `reason` is what the server said in its BYE, empty when it said nothing. */
export class SessionClosed extends Error {
  override readonly name = 'SessionClosed';
  readonly code = 'NoConnection';
  constructor(readonly reason: string) {
    super(reason === '' ? 'the connection was closed' : reason);
  }
}
