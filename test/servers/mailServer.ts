import type { CertificateKind } from './certificates.ts';
import type { MailFormat } from './dovecotConfig.ts';
import type { FillOptions } from './fillMailbox.ts';
import type { GeneratedMessage } from './generateMessage.ts';
import type { StoredMessage } from './listMailbox.ts';

/** An account of the server; `quota` as Dovecot writes it ("64k"). */
export interface MailServerUser {
  readonly name: string;
  readonly password: string;
  readonly quota?: string;
}

/** TCP ports. The names ending in s speak TLS from the first byte; imap, pop3, submission and sieve offer STARTTLS. */
export interface MailServerPorts {
  readonly imap: number;
  readonly imaps: number;
  readonly pop3: number;
  readonly pop3s: number;
  readonly lmtp: number;
  readonly submission: number;
  readonly submissions: number;
  readonly sieve: number;
  /** The relay behind the submission service: SMTP without login. */
  readonly mta: number;
}

export interface MailServerOptions {
  readonly users?: readonly MailServerUser[];
  /** Address to listen on; 127.0.0.2 makes Dovecot treat the client as remote (no plain-text login without TLS). */
  readonly host?: string;
  readonly tls?: 'required' | 'yes' | 'no';
  readonly certificate?: CertificateKind;
  /** Hierarchy separator of folder names. */
  readonly separator?: '/' | '.';
  readonly mailFormat?: MailFormat;
  /** What IMAP offers instead of everything: 'IMAP4rev1' gives a server without IDLE, CONDSTORE, UIDPLUS. */
  readonly imapCapability?: string;
  /** Make Drafts, Sent, Archive, Junk and Trash with SPECIAL-USE. */
  readonly specialUse?: boolean;
  /** More lines for dovecot.conf. */
  readonly extra?: string;
  /** Where everything lies (a new temporary directory when absent; keep the path short). */
  readonly directory?: string;
  /** Leave the directory behind after stop(). */
  readonly keep?: boolean;
}

/** A running Dovecot with IMAP, POP3, LMTP, submission and, where installed, ManageSieve. */
export interface MailServer {
  readonly host: string;
  readonly domain: string;
  readonly directory: string;
  /** The PEM of the authority a client has to trust, as text and as a file. */
  readonly ca: string;
  readonly caFile: string;
  readonly users: readonly MailServerUser[];
  readonly ports: MailServerPorts;
  /** alice -> alice@example.test. */
  address(name: string): string;
  /** Throws for a name the server does not know. */
  password(name: string): string;
  /** The OAuth bearer token that logs the user in; any other is refused. */
  accessToken(name: string): string;
  /** Adds a message as an MTA from outside would (LMTP adds Return-Path, Delivered-To and Received). */
  deliver(raw: string | Uint8Array, to: string, from?: string): Promise<void>;
  /** Writes generated messages straight into a Maildir, byte for byte as returned; oldest first. */
  fillMailbox(user: string, count: number, options?: FillOptions): GeneratedMessage[];
  /** Where a user's Maildir lies, for those who fill it themselves. */
  maildir(user: string): string;
  /** What lies in a folder on the server's disk, in order of arrival. */
  listMailbox(user: string, folder?: string): StoredMessage[];
  /** The server goes down: connections end, ports refuse; mail, ports and certificate stay. */
  stopListening(): Promise<void>;
  /** Brings it back on the same ports; resolves when it greets. */
  startListening(): Promise<void>;
  restart(): Promise<void>;
  /** Dovecot's own log so far. */
  log(): string;
  /** Ends everything and removes the directory. Safe to call twice. */
  stop(): Promise<void>;
}
