import { MailError } from '../../../../preload/contract/index.ts';
import { WIRE_LIMITS, type WireLimits } from './wireLimits.ts';

/** One whole response without its line end; literals stand in it as `{n}`, line end, n bytes. */
export interface FramedResponse {
  /** Shares memory with the chunk it came in: to be read at once, or copied. */
  readonly bytes: Buffer;
  /** Literals above `maxLiteralBytes` were left out; `NIL` stands in their place. */
  readonly skippedLiterals: number;
}

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const PLUS = 0x2b;
const ZERO = 0x30;
const NIL = Buffer.from('NIL');
const FIRST_HELD_BYTES = 4096;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/**
 * Cuts a server's bytes into responses (RFC 9051 section 4.3 and 7), whatever the sizes of the chunks: lines that
 * end in `{n}` go on after n bytes. Pure: bytes in, responses out. Throws a MailError (`protocol.tooLarge`,
 * `protocol.garbage`) when a limit is passed or a literal's size cannot be right; the connection is then lost.
 */
export class ResponseFramer {
  /** The response so far, as far as it came in earlier chunks. */
  #held = Buffer.alloc(0);
  #used = 0;
  /** Where its present line began, counted from the response's first byte. */
  #lineStart = 0;
  #literalLeft = 0;
  /** The literal is read past, not kept. */
  #skipping = false;
  /** The next byte follows a literal: it says whether the size was right. */
  #afterLiteral = false;
  #skippedLiterals = 0;

  constructor(private readonly limits: WireLimits = WIRE_LIMITS) {}

  /** True between responses: an end of the stream here loses nothing. */
  get isIdle(): boolean {
    return this.#used === 0 && this.#literalLeft === 0;
  }

  push(chunk: Buffer, take: (response: FramedResponse) => void): void {
    // Bytes before `start` are dealt with or held.
    let start = 0;
    let at = 0;
    while (at < chunk.length) {
      if (this.#literalLeft > 0) {
        const count = Math.min(this.#literalLeft, chunk.length - at);
        this.#literalLeft -= count;
        at += count;
        if (this.#skipping) start = at;
        if (this.#literalLeft > 0) break;
        this.#skipping = false;
        this.#afterLiteral = true;
        this.#lineStart = this.#used + at - start;
        continue;
      }
      if (this.#afterLiteral) checkAfterLiteral(chunk[at] ?? 0);
      this.#afterLiteral = false;
      const lf = chunk.indexOf(LF, at);
      at = lf < 0 ? chunk.length : lf + 1;
      if (this.#used + at - start - this.#lineStart > this.limits.maxLineBytes)
        throw tooLarge(`a line of more than ${this.limits.maxLineBytes} bytes`);
      if (lf < 0) break;
      if (this.#used > 0) {
        this.#append(chunk.subarray(start, at));
        start = at;
      }
      const isHeld = this.#used > 0;
      const line = isHeld ? this.#held.subarray(0, this.#used) : chunk.subarray(start, at);
      const size = literalSize(line, this.#lineStart);
      if (size === null) {
        start = at;
        this.#finish(line, take);
      } else if (size <= this.limits.maxLiteralBytes) {
        this.#beginLiteral(size, line.length);
      } else {
        start = at;
        this.#skipLiteral(size, line);
      }
    }
    if (start < chunk.length) this.#append(chunk.subarray(start));
  }

  #finish(line: Buffer, take: (response: FramedResponse) => void): void {
    const skippedLiterals = this.#skippedLiterals;
    // What was handed on may be kept for a while: the next response is held elsewhere.
    this.#held = Buffer.alloc(0);
    this.#used = 0;
    this.#lineStart = 0;
    this.#skippedLiterals = 0;
    take({ bytes: line.subarray(0, textEnd(line)), skippedLiterals });
  }

  #beginLiteral(size: number, before: number): void {
    if (before + size > this.limits.maxResponseBytes)
      throw tooLarge(`a response of more than ${this.limits.maxResponseBytes} bytes`);
    this.#literalLeft = size;
    this.#lineStart = before;
    this.#afterLiteral = size === 0;
  }

  #skipLiteral(size: number, line: Buffer): void {
    if (size > this.limits.maxSkippedBytes) throw tooLarge(`a literal of ${size} bytes`);
    const kept = line.subarray(0, line.lastIndexOf(OPEN));
    this.#used = Math.min(this.#used, kept.length);
    if (this.#used === 0) this.#append(kept);
    this.#append(NIL);
    this.#literalLeft = size;
    this.#lineStart = this.#used;
    this.#skipping = true;
    this.#skippedLiterals += 1;
  }

  #append(bytes: Uint8Array): void {
    const needed = this.#used + bytes.length;
    if (needed > this.limits.maxResponseBytes + this.limits.maxLineBytes)
      throw tooLarge(`a response of more than ${this.limits.maxResponseBytes} bytes`);
    if (needed > this.#held.length) {
      // Doubling, not by the size a server claims: memory follows what has really come.
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#held.length * 2, FIRST_HELD_BYTES));
      this.#held.copy(grown, 0, 0, this.#used);
      this.#held = grown;
    }
    this.#held.set(bytes, this.#used);
    this.#used = needed;
  }
}

/** After a literal the list goes on or ends. Else its size was wrong, and mail would be read as protocol. */
function checkAfterLiteral(byte: number): void {
  if (byte === SPACE || byte === CR || byte === LF || byte === 0x29 || byte === 0x5d) return;
  throw new MailError('protocol.garbage', 'the size of a literal is wrong', { scope: 'connection' });
}

const tooLarge = (what: string): MailError =>
  new MailError('protocol.tooLarge', `the server sends ${what}`, { scope: 'connection' });

/** Where a line's end begins: CRLF, or the bare LF of servers that know no better. */
function textEnd(line: Buffer): number {
  let end = line.length;
  if (end > 0 && line[end - 1] === LF) end -= 1;
  if (end > 0 && line[end - 1] === CR) end -= 1;
  return end;
}

/** The size in `{n}` (or `{n+}`) at the end of a line; null when the line ends otherwise. */
function literalSize(line: Buffer, lineStart: number): number | null {
  let at = textEnd(line) - 1;
  if (at <= lineStart || line[at] !== CLOSE) return null;
  at -= 1;
  if (line[at] === PLUS) at -= 1;
  const last = at;
  let size = 0;
  let scale = 1;
  for (; at >= lineStart && isDigit(line[at]); at -= 1) {
    // Beyond what any limit allows more digits change nothing, unless they are zeros.
    if (scale <= 1e12) size += ((line[at] ?? 0) - ZERO) * scale;
    else if (line[at] !== ZERO) size = Infinity;
    scale *= 10;
  }
  return at >= lineStart && at < last && line[at] === OPEN ? size : null;
}
