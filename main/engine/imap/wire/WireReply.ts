import type { ImapNode, ImapReply } from '../imapNodes.ts';
import { NodeReader, UnreadableResponse } from './NodeReader.ts';

const SPACE = 0x20;
const OPEN_BRACKET = 0x5b;
const STATUS = new Set(['OK', 'NO', 'BAD', 'BYE', 'PREAUTH']);

/**
 * One response, its tokens read when they are asked for: what nobody looks at costs nothing. `attributes` throws
 * UnreadableResponse.
 */
export class WireReply implements ImapReply {
  readonly tag: string;
  readonly command: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly skippedLiterals: number;
  /** Where the arguments begin, behind `* 12 FETCH` or `* OK`. */
  readonly argumentsAt: number;
  #attributes: readonly ImapNode[] | null = null;

  constructor(bytes: Buffer, skippedLiterals = 0) {
    this.bytes = bytes;
    this.skippedLiterals = skippedLiterals;
    const first = wordEnd(bytes, 0);
    this.tag = bytes.toString('latin1', 0, Math.min(first, 64));
    const start = skipSpaces(bytes, first);
    const second = wordEnd(bytes, start);
    this.command = bytes.toString('latin1', start, Math.min(second, start + 64)).toUpperCase();
    this.argumentsAt = second;
    this.name = this.command;
    if (/^\d+$/.test(this.command)) {
      const at = skipSpaces(bytes, second);
      this.argumentsAt = wordEnd(bytes, at);
      this.name = bytes.toString('latin1', at, Math.min(this.argumentsAt, at + 64)).toUpperCase();
    }
  }

  /** As imapflow's parser gave them: a number's name comes first, a status is its code (in a section) and TEXT. */
  get attributes(): readonly ImapNode[] {
    this.#attributes ??= this.#read();
    return this.#attributes;
  }

  /** Like `attributes`; what cannot be read is absent. */
  get readableAttributes(): readonly ImapNode[] {
    try {
      return this.attributes;
    } catch (error) {
      if (error instanceof UnreadableResponse) return [];
      throw error;
    }
  }

  #read(): readonly ImapNode[] {
    if (STATUS.has(this.name)) return readStatus(this.bytes, this.argumentsAt);
    const rest = new NodeReader(this.bytes, this.argumentsAt).readRest();
    return this.name === this.command ? rest : [{ type: 'ATOM', value: this.name }, ...rest];
  }
}

/** resp-text (RFC 9051 section 9): a code in brackets, then words. Brackets that do not close are words. */
function readStatus(bytes: Buffer, from: number): ImapNode[] {
  const start = skipSpaces(bytes, from);
  const nodes: ImapNode[] = [];
  let at = start;
  if (bytes[start] === OPEN_BRACKET) {
    const reader = new NodeReader(bytes, start);
    try {
      nodes.push(reader.readNode());
      at = skipSpaces(bytes, reader.at);
    } catch (error) {
      if (!(error instanceof UnreadableResponse)) throw error;
    }
  }
  if (at < bytes.length) nodes.push({ type: 'TEXT', value: bytes.toString('utf8', at, bytes.length) });
  return nodes;
}

function wordEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] ?? 0) > SPACE && bytes[at] !== 0x28) at += 1;
  return at;
}

function skipSpaces(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === SPACE) at += 1;
  return at;
}
