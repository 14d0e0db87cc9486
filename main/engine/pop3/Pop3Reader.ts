import { MailError } from '../../../preload/contract/index.ts';

/** What a command's answer looks like when it is `+OK`: one line, or lines up to a dot (RFC 1939 section 3). */
export type AnswerShape = 'line' | 'multiline';

export type Pop3Event =
  /** The first line of an answer, without its line end. `continue` is the server's `+ ` of a SASL exchange (RFC 5034). */
  | { readonly kind: 'status'; readonly status: 'ok' | 'err' | 'continue'; readonly text: string }
  /** A piece of a multi-line answer with dots unstuffed; the line ends are the server's own. */
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  /** The answer is complete. */
  | { readonly kind: 'end' };

/** RFC 2449 section 4 allows 512 octets; be generous, yet bounded. */
const MAX_STATUS_BYTES = 8192;

const DOT = 0x2e;

/**
 * The reading half of POP3 without any I/O: announce each command's answer by `expect`, push bytes as they come,
 * take events. Bytes are never decoded: a message is handed on as it is. Throws MailError `protocol.garbage` for an
 * answer that is none and `protocol.unexpected` for bytes nobody asked for (an injection before TLS among them).
 */
export class Pop3Reader {
  readonly #expected: AnswerShape[] = [];
  #carry: Buffer = Buffer.alloc(0);
  /** The answer being read: its first line, its data, or none. */
  #state: 'status' | 'data' = 'status';
  #atLineStart = true;
  /** Some servers end their lines with a bare LF; then a dot between bare LFs ends the answer. */
  #lineEnd: Buffer = crlf;

  expect(shape: AnswerShape): void {
    this.#expected.push(shape);
  }

  /** True when every announced answer has come and no byte is left over. */
  get isIdle(): boolean {
    return this.#expected.length === 0 && this.#carry.length === 0;
  }

  /** The events these bytes complete, in order. */
  *push(chunk: Uint8Array): Generator<Pop3Event> {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#carry.length > 0) bytes = Buffer.concat([this.#carry, bytes]);
    this.#carry = Buffer.alloc(0);
    while (bytes.length > 0) {
      const before = bytes.length;
      bytes = this.#state === 'status' ? yield* this.#readStatus(bytes) : yield* this.#readData(bytes);
      if (bytes.length === before) {
        // Not enough to go on: copied, so that a large chunk is not kept alive by its last byte.
        this.#carry = Buffer.from(bytes);
        return;
      }
    }
  }

  *#readStatus(bytes: Buffer): Generator<Pop3Event, Buffer> {
    const shape = this.#expected[0];
    if (shape === undefined)
      throw new MailError('protocol.unexpected', 'the server spoke without being asked');
    const end = bytes.indexOf(0x0a);
    if (end < 0 || end > MAX_STATUS_BYTES) {
      if (bytes.length > MAX_STATUS_BYTES)
        throw new MailError('protocol.garbage', 'the answer has no end of line');
      return bytes;
    }
    this.#lineEnd = end > 0 && bytes[end - 1] === 0x0d ? crlf : lf;
    const line = bytes.toString('latin1', 0, end - (this.#lineEnd.length - 1));
    const status = statusOf(line);
    yield status;
    if (status.status === 'continue') {
      // A challenge: the answer to the command is still to come.
    } else if (status.status === 'ok' && shape === 'multiline') {
      this.#state = 'data';
      this.#atLineStart = true;
    } else {
      this.#expected.shift();
      yield { kind: 'end' };
    }
    return bytes.subarray(end + 1);
  }

  /** Emits everything up to the next dot that needs a look; leaves what cannot be judged yet. */
  *#readData(bytes: Buffer): Generator<Pop3Event, Buffer> {
    const eol = this.#lineEnd;
    let start = 0;
    if (this.#atLineStart && bytes[0] === DOT) {
      const last = 1 + eol.length;
      if (bytes.length < last && eol.indexOf(bytes.subarray(1)) === 0) return bytes;
      if (bytes.subarray(1, last).equals(eol)) {
        this.#state = 'status';
        this.#expected.shift();
        yield { kind: 'end' };
        return bytes.subarray(last);
      }
      start = 1;
    }
    this.#atLineStart = false;
    const dot = bytes.indexOf(eol === crlf ? crlfDot : lfDot, start);
    if (dot >= 0) {
      this.#atLineStart = true;
      yield { kind: 'data', bytes: bytes.subarray(start, dot + eol.length) };
      return bytes.subarray(dot + eol.length);
    }
    // A CR that may begin a line end waits for the next chunk.
    const held = eol === crlf && bytes[bytes.length - 1] === 0x0d ? 1 : 0;
    const stop = bytes.length - held;
    if (stop > start) {
      this.#atLineStart = stop >= eol.length && bytes.subarray(stop - eol.length, stop).equals(eol);
      yield { kind: 'data', bytes: bytes.subarray(start, stop) };
      return bytes.subarray(stop);
    }
    // Only a stuffed dot or a held CR so far: look again with more bytes.
    this.#atLineStart = start === 1;
    return bytes;
  }
}

const crlf = Buffer.from('\r\n');
const lf = Buffer.from('\n');
const crlfDot = Buffer.from('\r\n.');
const lfDot = Buffer.from('\n.');

function statusOf(line: string): Extract<Pop3Event, { kind: 'status' }> {
  // Some servers write the words in lower case, or a tab after them.
  const match = /^(\+OK|-ERR|\+(?=$| ))(?![A-Za-z0-9])[ \t]?(.*)$/is.exec(line);
  if (match === null) {
    throw new MailError('protocol.garbage', 'this does not speak POP3', { serverReply: line.slice(0, 200) });
  }
  const word = match[1]?.toUpperCase();
  const status = word === '+OK' ? 'ok' : word === '-ERR' ? 'err' : 'continue';
  return { kind: 'status', status, text: match[2] ?? '' };
}
