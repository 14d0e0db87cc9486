const CR = 13;
const LF = 10;
const DOT = 46;

/**
 * A message as it may stand after DATA (RFC 5321 sections 4.5.2 and 2.3.8), piece by piece: a dot that begins a line is
 * doubled, also where pieces meet, and a CR or LF on its own becomes CRLF, so that nothing in a message can end it
 * ("SMTP smuggling"). Lines that are right pass through untouched and uncopied.
 */
export class DotStuffer {
  #last: number = LF;

  push(chunk: Uint8Array): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    let from = 0;
    let last = this.#last;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] as number; // within the bounds
      if (byte > DOT && last !== CR) {
        last = byte;
        continue;
      }
      const loneCr = last === CR && byte !== LF;
      if (loneCr || (byte === LF && last !== CR) || (byte === DOT && last === LF)) {
        pieces.push(chunk.subarray(from, at));
        if (loneCr) pieces.push(byte === DOT ? LF_DOT : LF_ALONE);
        else pieces.push(byte === DOT ? DOT_ALONE : CR_ALONE);
        from = at;
      }
      last = byte;
    }
    pieces.push(chunk.subarray(from));
    this.#last = last;
    return pieces.filter(({ length }) => length > 0);
  }

  /** What must come before the final dot: a line end, where the message has none. */
  end(): Uint8Array {
    return this.#last === LF ? NOTHING : this.#last === CR ? LF_ALONE : CRLF;
  }
}

const NOTHING = new Uint8Array(0);
const LF_ALONE = Uint8Array.of(LF);
const CR_ALONE = Uint8Array.of(CR);
const DOT_ALONE = Uint8Array.of(DOT);
const LF_DOT = Uint8Array.of(LF, DOT);
const CRLF = Uint8Array.of(CR, LF);
