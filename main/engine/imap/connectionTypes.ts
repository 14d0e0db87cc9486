import type { Duplex } from 'node:stream';
import type { AccountId, ServerSettings } from '../../../preload/contract/index.ts';
import type { Clock } from '../ports.ts';
import type { Transcripts } from '../transcript/Transcripts.ts';

export interface OpenImapOptions {
  readonly accountId: AccountId | null;
  readonly server: ServerSettings;
  readonly secret: string;
  readonly clock: Clock;
  readonly transcripts: Transcripts;
  readonly signal: AbortSignal;
}

/** The private members of imapflow that this adapter uses: its types leave them out. */
export interface ImapFlowInternals {
  readonly socket: unknown;
  /** What it has read of a response that is not yet complete. */
  readonly streamer: { readonly lineBuffer: readonly Buffer[] };
  unbind(): { readonly socket: Duplex };
}
