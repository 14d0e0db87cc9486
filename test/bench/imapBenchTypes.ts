import type { MailServer } from '../servers/mailServer.ts';

/** What `measureInChromium` is given: a Dovecot whose INBOX of `user` is filled, and what to expect there. */
export interface ChromiumBenchInput {
  /** Running; IMAP without TLS on `host:ports.imap`, submission on `ports.submission`. */
  readonly server: MailServer;
  /** The account: `server.address(user)` and `server.password(user)`. Its INBOX is not changed by the caller meanwhile. */
  readonly user: string;
  /** Messages in INBOX. */
  readonly messages: number;
}

/** Naru in Chromium, IndexedDB commit included; all times from the same run. */
export interface ChromiumBenchFigures {
  /** From the account's login (first `syncing`) until the headers of all messages are committed and listed. */
  readonly headersSeconds: number;
  /** From the same moment until every body is committed (MIME and, where it exists, the search index). */
  readonly fullSeconds: number;
  /** From login to the first rows in the list, in milliseconds. */
  readonly firstListMs: number;
  /** A sync of the same folder with nothing changed. */
  readonly resyncSeconds: number;
  /** Highest resident set of the host process (not of Chromium), in MiB. */
  readonly rssMiB: number;
}

/** The one export of `imapInChromium.ts`; the benchmark calls it when that file exists. */
export type MeasureInChromium = (input: ChromiumBenchInput) => Promise<ChromiumBenchFigures>;
