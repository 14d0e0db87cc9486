import type {
  AccountId,
  ConnectionInfo,
  Protocol,
  ProtocolPhase,
  TranscriptLine,
} from '../../../preload/contract/index.ts';
import { redactLine } from './redactLine.ts';

const MAX_LINES = 2000;
const MAX_TEXT = 500;
const MAX_CLOSED_CONNECTIONS = 50;

/** One dialogue being written down. Text is redacted before it is kept; long lines and message bodies are cut. */
export interface ConnectionTranscript {
  readonly id: string;
  phase(phase: ProtocolPhase): void;
  secured(): void;
  sent(text: string): void;
  received(text: string): void;
  note(text: string): void;
  closed(): void;
}

interface Entry {
  info: ConnectionInfo;
  readonly lines: TranscriptLine[];
  nextSeq: number;
}

/** Keeps the protocol dialogues of live and recent connections in memory, bounded, secrets masked. Never on disk. */
export class Transcripts {
  readonly #entries = new Map<string, Entry>();
  #lastId = 0;

  constructor(
    private readonly now: () => number,
    private readonly onChange: () => void,
  ) {}

  open(target: {
    readonly accountId: AccountId | null;
    readonly protocol: Protocol;
    readonly host: string;
    readonly port: number;
    readonly secure: boolean;
  }): ConnectionTranscript {
    const id = `c${String((this.#lastId += 1))}`;
    const entry: Entry = {
      info: { id, ...target, phase: 'connecting', openedAt: this.now(), closedAt: null },
      lines: [],
      nextSeq: 0,
    };
    this.#entries.set(id, entry);
    this.#forgetOldest();
    this.onChange();
    const add = (direction: TranscriptLine['direction'], text: string): void => {
      const shown = direction === 'note' ? text : redactLine(target.protocol, direction, text);
      entry.lines.push({
        seq: entry.nextSeq,
        at: this.now(),
        direction,
        phase: entry.info.phase,
        text: shown.length > MAX_TEXT ? `${shown.slice(0, MAX_TEXT)}…` : shown,
      });
      entry.nextSeq += 1;
      if (entry.lines.length > MAX_LINES) entry.lines.splice(0, MAX_LINES / 4);
    };
    const change = (info: Partial<ConnectionInfo>): void => {
      entry.info = { ...entry.info, ...info };
      this.onChange();
    };
    return {
      id,
      phase: (phase) => {
        if (entry.info.phase !== phase) change({ phase });
      },
      secured: () => change({ secure: true }),
      sent: (text) => add('sent', text),
      received: (text) => add('received', text),
      note: (text) => add('note', text),
      closed: () => {
        if (entry.info.closedAt === null) change({ phase: 'closed', closedAt: this.now() });
      },
    };
  }

  list(): ConnectionInfo[] {
    return [...this.#entries.values()].map((entry) => entry.info);
  }

  /** The lines after `afterSeq`; empty for a connection that is unknown or forgotten. */
  lines(id: string, afterSeq: number): TranscriptLine[] {
    return this.#entries.get(id)?.lines.filter((line) => line.seq > afterSeq) ?? [];
  }

  #forgetOldest(): void {
    const closed = [...this.#entries.values()].filter((entry) => entry.info.closedAt !== null);
    for (const entry of closed.slice(0, Math.max(0, closed.length - MAX_CLOSED_CONNECTIONS)))
      this.#entries.delete(entry.info.id);
  }
}
