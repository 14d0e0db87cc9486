import type { AccountId, ServerSettings } from '../../../preload/contract/index.ts';
import type { Clock } from '../ports.ts';
import type { Transcripts } from '../transcript/Transcripts.ts';
import type { ImapNode, ImapReply } from './imapNodes.ts';

export interface OpenImapOptions {
  readonly accountId: AccountId | null;
  readonly server: ServerSettings;
  readonly secret: string;
  readonly clock: Clock;
  readonly transcripts: Transcripts;
  readonly signal: AbortSignal;
}

/** Handlers of untagged responses while a command runs, by name in upper case (`FETCH`, `VANISHED`). */
export type UntaggedHandlers = Readonly<Record<string, (reply: ImapReply) => void>>;

/** The private members of imapflow that this adapter uses: its types leave them out. */
export interface ImapFlowInternals {
  exec(
    command: string,
    attributes: readonly ImapNode[] | false,
    options: {
      readonly untagged?: Readonly<Record<string, (reply: RawReply) => Promise<void>>>;
      readonly onPlusTag?: () => Promise<void>;
    },
  ): Promise<{ readonly response: RawReply; next(): void }>;
  write(text: string): void;
  readonly socket: unknown;
}
export interface RawReply {
  readonly command?: string;
  readonly attributes?: readonly ImapNode[];
}
