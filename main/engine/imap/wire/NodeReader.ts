import { isUtf8 } from 'node:buffer';
import type { ImapNode } from '../imapNodes.ts';
import { MAX_NESTING, MAX_TOKENS } from './wireLimits.ts';

/** A response that is none by RFC 9051 section 9; the stream goes on behind it. */
export class UnreadableResponse extends Error {
  override readonly name = 'UnreadableResponse';
}

const SPACE = 0x20;
const QUOTE = 0x22;
const OPEN_PAREN = 0x28;
const CLOSE_PAREN = 0x29;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const TILDE = 0x7e;
const CR = 0x0d;
const LF = 0x0a;
/** Nothing (a response code), or a data item of FETCH. */
const HAS_SECTION = /^(|BODY(\.PEEK)?|BINARY(\.PEEK|\.SIZE)?)$/i;

/**
 * Reads the tokens of one framed response, at the byte level: atoms, quoted strings, literals, lists, NIL. Lenient
 * about blanks; throws UnreadableResponse for anything it cannot place, never anything else.
 */
export class NodeReader {
  #tokens = 0;
  #openSections = 0;

  constructor(
    readonly bytes: Buffer,
    /** The next byte to read. */
    public at = 0,
  ) {}

  skipSpaces(): void {
    while (this.bytes[this.at] === SPACE) this.at += 1;
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /** All nodes to the end of the response. */
  readRest(): ImapNode[] {
    const nodes: ImapNode[] = [];
    for (this.skipSpaces(); !this.isAtEnd; this.skipSpaces()) nodes.push(this.readNode());
    return nodes;
  }

  /** One node; NIL is null. */
  readNode(depth = 0): ImapNode {
    this.skipSpaces();
    this.#tokens += 1;
    if (this.#tokens > MAX_TOKENS) throw new UnreadableResponse('too many tokens');
    switch (this.bytes[this.at]) {
      case undefined:
        throw new UnreadableResponse('the response ends too early');
      case OPEN_PAREN:
        return this.#readList(CLOSE_PAREN, depth);
      case QUOTE:
        return { type: 'STRING', value: this.#readQuoted() };
      case OPEN_BRACE:
        return { type: 'LITERAL', value: this.readLiteral() };
      case TILDE:
        // literal8 (RFC 3516)
        if (this.bytes[this.at + 1] !== OPEN_BRACE) return this.#readAtom(depth);
        this.at += 1;
        return { type: 'LITERAL', value: this.readLiteral() };
      default:
        return this.#readAtom(depth);
    }
  }

  /** Bytes of a literal, sharing memory; the reader stands at its `{`. */
  readLiteral(): Buffer {
    const { bytes } = this;
    let at = this.at + 1;
    let size = 0;
    for (; isDigit(bytes[at]) && size < bytes.length; at += 1) size = size * 10 + (bytes[at] ?? 0) - 0x30;
    if (bytes[at] === 0x2b) at += 1;
    if (bytes[at] !== CLOSE_BRACE) throw new UnreadableResponse('a literal without a size');
    at += 1;
    if (bytes[at] === CR) at += 1;
    if (bytes[at] !== LF || at + 1 + size > bytes.length)
      throw new UnreadableResponse('a literal that is cut short');
    this.at = at + 1 + size;
    return bytes.subarray(at + 1, this.at);
  }

  /** The nodes up to this closing byte; the reader stands at the opening one. */
  #readList(close: number, depth: number): ImapNode[] {
    if (depth >= MAX_NESTING) throw new UnreadableResponse('lists nested too deep');
    this.at += 1;
    const nodes: ImapNode[] = [];
    for (;;) {
      this.skipSpaces();
      if (this.bytes[this.at] === close) break;
      nodes.push(this.readNode(depth + 1));
    }
    this.at += 1;
    return nodes;
  }

  /** Text when it is UTF-8 (ASCII included), the bytes as they are otherwise. */
  #readQuoted(): string | Buffer {
    const { bytes } = this;
    const start = this.at + 1;
    let seen = 0;
    let escaped = false;
    let at = start;
    for (; bytes[at] !== QUOTE; at += 1) {
      if (bytes[at] === BACKSLASH) {
        escaped = true;
        at += 1;
      }
      const byte = bytes[at];
      if (byte === undefined) throw new UnreadableResponse('a quoted string without an end');
      seen |= byte;
    }
    this.at = at + 1;
    const raw = bytes.subarray(start, at);
    if (seen < 0x80) {
      const text = raw.toString('latin1');
      return escaped ? text.replace(/\\(.)/gs, '$1') : text;
    }
    const plain = escaped ? Buffer.from(raw.toString('latin1').replace(/\\(.)/gs, '$1'), 'latin1') : raw;
    return isUtf8(plain) ? plain.toString('utf8') : Buffer.from(plain);
  }

  /** An atom, its section (`BODY[…]`) and its partial (`<0>`), as far as there are any. */
  #readAtom(depth: number): ImapNode {
    const { bytes } = this;
    const start = this.at;
    let at = start;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte <= SPACE || byte === OPEN_PAREN || byte === CLOSE_PAREN || byte === QUOTE) break;
      if (byte === OPEN_BRACE || (byte === CLOSE_BRACKET && this.#openSections > 0)) break;
      // A keyword may have brackets, whatever the RFC says: only these names have a section.
      if (
        byte === OPEN_BRACKET &&
        HAS_SECTION.test(bytes.toString('latin1', start, Math.min(at, start + 20)))
      )
        break;
    }
    const value = bytes.toString('latin1', start, at);
    this.at = at;
    if (bytes[at] === OPEN_BRACKET) {
      this.#openSections += 1;
      const section = this.#readList(CLOSE_BRACKET, depth);
      this.#openSections -= 1;
      if (bytes[this.at] === 0x3c) while (!this.isAtEnd && (bytes[this.at] ?? 0) > SPACE) this.at += 1;
      return { type: 'ATOM', value, section };
    }
    if (at === start) throw new UnreadableResponse('a stray character');
    return isNil(bytes, start, at) ? null : { type: 'ATOM', value };
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** `NIL` in any case. */
function isNil(bytes: Buffer, start: number, end: number): boolean {
  if (end - start !== 3) return false;
  const [n, i, l] = [bytes[start] ?? 0, bytes[start + 1] ?? 0, bytes[start + 2] ?? 0];
  return (n | 0x20) === 0x6e && (i | 0x20) === 0x69 && (l | 0x20) === 0x6c;
}
