import type { DemoClock } from './clock.ts';
import type { MailboxChange } from './mailbox/Mailbox.ts';
import type { MailAccount } from './mailbox/MailAccount.ts';
import type { QueuedMessage, RetrySchedule } from './queue/queueDecisions.ts';

export interface DemoWorldOptions {
  /** Default: the machine's clock. */
  readonly clock?: DemoClock;
  /** Default: 30 minutes and 5 days, as a real server would. A demo to watch wants seconds. */
  readonly schedule?: Partial<RetrySchedule>;
  /** `story` (default) fills the mailboxes; `empty` leaves only the usual folders. */
  readonly seed?: 'story' | 'empty';
  /** Ports to listen on, by domain. Default: any that are free, kept until `stop`. */
  readonly ports?: Readonly<Record<string, Partial<DemoPorts>>>;
}

export interface DemoPorts {
  readonly imap: number;
  readonly pop3: number;
  /** Submission: with a login, for the people of this domain. */
  readonly submission: number;
  /** Where other servers bring mail. */
  readonly relay: number;
}

export interface DemoServerSettings {
  readonly host: string;
  readonly port: number;
  /** Plain text: it never leaves the loopback interface. */
  readonly security: 'none';
}

/** Everything a mail program needs to be one of these people. */
export interface DemoAccount {
  readonly name: string;
  readonly address: string;
  readonly user: string;
  readonly password: string;
  /** The protocol this person reads mail by; both are served. */
  readonly incoming: 'imap' | 'pop3';
  readonly imap: DemoServerSettings;
  readonly pop3: DemoServerSettings;
  readonly submission: DemoServerSettings;
}

export interface DemoDomainState {
  readonly name: string;
  readonly isUp: boolean;
  readonly ports: DemoPorts;
  readonly queue: readonly QueuedMessage[];
}

export type DemoWorldEvent =
  | { readonly kind: 'domainChanged'; readonly domain: string; readonly isUp: boolean }
  | { readonly kind: 'queueChanged'; readonly domain: string }
  /** Also the hook for whoever wants to keep the mailboxes: read the state from `mailAccount`. */
  | {
      readonly kind: 'mailboxChanged';
      readonly address: string;
      readonly mailbox: string;
      readonly change: MailboxChange;
    };

/** A small postal world on 127.0.0.1: crepes.fr and hamburger.edu. In memory; every start begins the story anew. */
export interface DemoWorld {
  /** Opens all ports. Rejects, with nothing left open, where one is taken. */
  start(): Promise<void>;
  /** Closes everything. May be called again. */
  stop(): Promise<void>;
  /** Switches a domain's servers on or off: off means ports closed, connections dropped, its queue at rest. */
  setUp(domain: string, isUp: boolean): Promise<void>;
  /** Makes a domain's queue try everything now. */
  retryNow(domain: string): void;
  domains(): readonly DemoDomainState[];
  /** Ready-made settings. The ports are known once `start` has resolved. */
  accounts(): readonly DemoAccount[];
  /** The mailboxes behind an address, for tests and for keeping them. */
  mailAccount(address: string): MailAccount | undefined;
  /** Calls `listener` after each change until the returned function is called. */
  listen(listener: (event: DemoWorldEvent) => void): () => void;
}
