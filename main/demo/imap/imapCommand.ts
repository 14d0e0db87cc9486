import type { MailAccount } from '../mailbox/MailAccount.ts';
import type { ImapCursor } from './ImapCursor.ts';
import type { SelectedView } from './SelectedView.ts';

/** What a command may do with the session it runs in. */
export interface ImapContext {
  /** Writes one untagged response; a byte string without its line end. */
  untagged(line: string): void;
  /** Milliseconds since 1970, for messages appended without a date. */
  now(): number;
  capabilities(): string;
  /** CONDSTORE and QRESYNC, in upper case, once the client has switched them on. */
  readonly enabled: Set<string>;
  /** Remembers the account of a login; false where user or password is wrong. */
  logIn(user: string, password: string): boolean;
  /** Asks the client for one more line, which goes to `onLine`; its answer completes the command. */
  awaitLine(prompt: string, onLine: (line: string) => string): void;
  /** Sends updates as they happen until the client's next line. */
  idle(): void;
  select(view: SelectedView | undefined): void;
  watch: { onChange(): void; onDeleted(): void };
  logOut(): void;
  view(): SelectedView | undefined;
}

/**
 * A command and the state it belongs to (RFC 3501 section 3). `run` reads its arguments and returns what follows the
 * tag (`OK …`), or undefined if the command completes later.
 */
export type ImapCommand =
  | {
      readonly state: 'any' | 'notAuthenticated';
      run(context: ImapContext, cursor: ImapCursor): string | undefined;
    }
  | {
      readonly state: 'authenticated';
      run(context: ImapContext, cursor: ImapCursor, account: MailAccount): string | undefined;
    }
  | {
      readonly state: 'selected';
      /** Whether other sessions' expunges may be told in the answer (RFC 3501 section 7.4.1). */
      readonly mayExpunge?: boolean;
      run(
        context: ImapContext,
        cursor: ImapCursor,
        call: { readonly view: SelectedView; readonly account: MailAccount; readonly byUid: boolean },
      ): string | undefined;
    };
