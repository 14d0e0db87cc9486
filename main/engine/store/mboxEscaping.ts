/**
 * mboxrd quoting: a line that is `>`* followed by `From ` gains one `>` when stored and loses one when read. A line
 * begins at the start of the message and after each LF, nowhere else (a bare CR ends no line for mbox readers).
 * The mapping is one to one on all byte strings, so reading gives back the exact original.
 */
const lf = 0x0a;
const arrow = 0x3e;
const from = Buffer.from('From ', 'latin1');
const oneArrow = Buffer.from('>', 'latin1');
const nothing: Buffer = Buffer.alloc(0);

/** `From `, or a piece of it that the bytes from `start` to their end are. */
const isStartOfFrom = (bytes: Buffer, start: number): boolean =>
  bytes.length - start < from.length &&
  from.compare(bytes, start, bytes.length, 0, bytes.length - start) === 0;

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/** What both directions share: finding quoted places in pieces of any size, holding back at most five bytes. */
class LineScanner {
  /** Every byte since the last LF that was let through is a `>`. */
  #onlyArrows = true;
  #held = nothing;
  readonly #smallestRun: 0 | 1;

  /** Runs of at least this many `>` before `From ` count. */
  constructor(smallestRun: 0 | 1) {
    this.#smallestRun = smallestRun;
  }

  /** The bytes to pass on and where in them each counted `From ` begins (just before which a `>` goes in or out). */
  push(chunk: Uint8Array): { readonly bytes: Buffer; readonly places: readonly number[] } {
    const all = this.#held.length === 0 ? asBuffer(chunk) : Buffer.concat([this.#held, chunk]);
    const places: number[] = [];
    for (let hit = all.indexOf(from); hit >= 0; hit = all.indexOf(from, hit + from.length)) {
      let before = hit - 1;
      while (before >= 0 && all[before] === arrow) before -= 1;
      const lineStarts = before < 0 ? this.#onlyArrows : all[before] === lf;
      if (lineStarts && hit - 1 - before >= this.#smallestRun) places.push(hit);
    }
    const end = this.#holdBack(all);
    return { bytes: all.subarray(0, end), places };
  }

  end(): Buffer {
    return this.#held;
  }

  #holdBack(all: Buffer): number {
    const lineStart = all.lastIndexOf(lf) + 1;
    this.#held = nothing;
    if (lineStart === 0 && !this.#onlyArrows) return all.length;
    let word = lineStart;
    while (word < all.length && all[word] === arrow) word += 1;
    this.#onlyArrows = isStartOfFrom(all, word);
    if (!this.#onlyArrows) return all.length;
    // When reading, the last `>` is held too: it is the one that may have to go.
    const end = this.#smallestRun === 1 && word > lineStart ? word - 1 : word;
    this.#held = Buffer.from(all.subarray(end)); // copied: the caller may reuse its chunk
    return end;
  }
}

/** Quotes a message given in pieces. */
export class FromEscaper {
  readonly #scanner = new LineScanner(0);
  #escaped = 0;

  /** Lines quoted so far. 0 at the end means that the stored bytes are the original ones. */
  get escaped(): number {
    return this.#escaped;
  }

  push(chunk: Uint8Array): readonly Buffer[] {
    const { bytes, places } = this.#scanner.push(chunk);
    this.#escaped += places.length;
    const out: Buffer[] = [];
    let start = 0;
    for (const place of places) {
      out.push(bytes.subarray(start, place), oneArrow);
      start = place;
    }
    out.push(bytes.subarray(start));
    return out;
  }

  end(): Buffer {
    return this.#scanner.end();
  }
}

/** Takes the quoting away again, piece by piece. */
export class FromUnescaper {
  readonly #scanner = new LineScanner(1);

  push(chunk: Uint8Array): readonly Buffer[] {
    const { bytes, places } = this.#scanner.push(chunk);
    const out: Buffer[] = [];
    let start = 0;
    for (const place of places) {
      out.push(bytes.subarray(start, place - 1));
      start = place;
    }
    out.push(bytes.subarray(start));
    return out;
  }

  end(): Buffer {
    return this.#scanner.end();
  }
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const two = (value: number): string => String(value).padStart(2, '0');

/** The line before a message (RFC 4155): no sender is claimed; the time is UTC in asctime form. */
export const separatorLine = (atMs: number): Buffer => {
  const at = new Date(atMs);
  const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  const day = String(at.getUTCDate()).padStart(2, ' ');
  const text = `From MAILER-DAEMON ${days[at.getUTCDay()] ?? ''} ${months[at.getUTCMonth()] ?? ''} ${day} ${time} ${at.getUTCFullYear()}\n`;
  return Buffer.from(text, 'latin1');
};
