import type { ConnectionTranscript } from '../../transcript/Transcripts.ts';
import type { CommandPiece } from './formatCommand.ts';
import type { WireReply } from './WireReply.ts';

/** FETCH responses written down one by one; of the others their number is. */
const SHOWN = 5;
const MAX_SHOWN_BYTES = 400;
const LF = 0x0a;

/** Writes a dialogue down: each line without its literals, and not every one of a thousand FETCH responses. */
export class WireTranscript {
  #fetched = 0;

  constructor(private readonly transcript: ConnectionTranscript) {}

  sent(pieces: readonly CommandPiece[]): void {
    const text = pieces
      .map((piece) => (typeof piece === 'string' ? piece : `(${piece.length} bytes)`))
      .join('')
      .slice(0, MAX_SHOWN_BYTES * 2);
    this.transcript.sent(text.replace(/[\r\n]+/g, ' ').trim());
  }

  received(reply: WireReply): void {
    if (reply.name === 'FETCH') {
      this.#fetched += 1;
      if (this.#fetched > SHOWN) return;
    }
    const { bytes } = reply;
    const lf = bytes.subarray(0, MAX_SHOWN_BYTES).indexOf(LF);
    const end = Math.min(lf < 0 ? bytes.length : lf, MAX_SHOWN_BYTES);
    const more = end < bytes.length ? ` … (${bytes.length} bytes)` : '';
    this.transcript.received(bytes.toString('utf8', 0, end).trimEnd() + more);
  }

  /** A command has ended. */
  ended(): void {
    if (this.#fetched > SHOWN) this.transcript.note(`and ${this.#fetched - SHOWN} more FETCH responses`);
    this.#fetched = 0;
  }
}
