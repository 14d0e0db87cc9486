import { parseSequenceSet, type SequenceSet } from './sequenceSet.ts';

/** The client sent something the grammar of RFC 3501 section 9 does not have. Answered with BAD. */
export class ImapSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ImapSyntaxError';
  }
}

const ATOM = /[^\s(){%*"\\\]]+/y;
const ASTRING = /[^\s(){%*"\\]+/y;
const LIST_MAILBOX = /[^\s(){"\\]+/y;
const FLAG = /\\?[^\s(){%*"\\\]]+/y;
const SEQUENCE = /[0-9*:,]+/y;
const QUOTED = /"((?:[^"\\\r\n]|\\["\\])*)"/y;
const LITERAL = /\{\d+\+?\}$/y;
const MAX_ITEMS = 10_000;

/** Reads a command's arguments from left to right. Every method throws ImapSyntaxError where the text does not fit. */
export class ImapCursor {
  private readonly pieces: readonly Buffer[];
  private piece = 0;
  private offset = 0;
  private text: string;

  /** Pieces as ImapCommandReader gives them. */
  constructor(pieces: readonly Buffer[]) {
    this.pieces = pieces;
    this.text = pieces[0]?.toString('latin1') ?? '';
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length && this.piece >= this.pieces.length - 1;
  }

  /** Whether the next character is `expected`; consumes nothing. */
  isNext(expected: string): boolean {
    return this.text.startsWith(expected, this.offset);
  }

  /** Consumes `expected` if it comes next. */
  take(expected: string): boolean {
    if (!this.isNext(expected)) return false;
    this.offset += expected.length;
    return true;
  }

  /** Like `take`, without regard to case; `expected` is given in upper case. */
  takeWord(expected: string): boolean {
    const found = this.text.slice(this.offset, this.offset + expected.length).toUpperCase() === expected;
    if (found) this.offset += expected.length;
    return found;
  }

  expect(expected: string): void {
    if (!this.take(expected))
      throw new ImapSyntaxError(`Expected ${expected === ' ' ? 'a space' : expected}`);
  }

  space(): void {
    this.expect(' ');
  }

  end(): void {
    if (!this.atEnd) throw new ImapSyntaxError('Too many arguments');
  }

  /** An atom, in upper case: keywords and item names compare without case. */
  keyword(): string {
    return this.match(ATOM, 'a word').toUpperCase();
  }

  /** A keyword if one comes next, consumed only then. */
  peekKeyword(): string | undefined {
    ATOM.lastIndex = this.offset;
    return ATOM.exec(this.text)?.[0].toUpperCase();
  }

  /** Everything up to the end of the line. */
  rest(): string {
    const rest = this.text.slice(this.offset);
    this.offset = this.text.length;
    return rest;
  }

  number(): number {
    return Number(this.match(/\d{1,15}/y, 'a number'));
  }

  flag(): string {
    return this.match(FLAG, 'a flag');
  }

  sequenceSet(): SequenceSet {
    const set = parseSequenceSet(this.match(SEQUENCE, 'a sequence set'));
    if (set === undefined) throw new ImapSyntaxError('That is no sequence set');
    return set;
  }

  /** A quoted string or a literal, as bytes. */
  string(): Buffer {
    if (this.isNext('"')) {
      QUOTED.lastIndex = this.offset;
      const match = QUOTED.exec(this.text);
      if (match === null) throw new ImapSyntaxError('Unfinished quoted string');
      this.offset += match[0].length;
      return Buffer.from((match[1] ?? '').replace(/\\(["\\])/g, '$1'), 'latin1');
    }
    LITERAL.lastIndex = this.offset;
    const literal = this.pieces[this.piece + 1];
    if (!LITERAL.test(this.text) || literal === undefined) throw new ImapSyntaxError('Expected a string');
    this.piece += 2;
    this.offset = 0;
    this.text = this.pieces[this.piece]?.toString('latin1') ?? '';
    return literal;
  }

  /** An atom or a string, as bytes. */
  astring(): Buffer {
    return this.isNext('"') || this.isNext('{')
      ? this.string()
      : Buffer.from(this.match(ASTRING, 'a string'), 'latin1');
  }

  /** A mailbox name or LIST pattern, still in its wire form. */
  listMailbox(): string {
    if (this.isNext('"') || this.isNext('{')) return this.string().toString('latin1');
    return this.match(LIST_MAILBOX, 'a mailbox name');
  }

  /** `(a b c)`, each item read by `item`. */
  list<T>(item: () => T): T[] {
    this.expect('(');
    const items: T[] = [];
    while (!this.take(')')) {
      if (items.length >= MAX_ITEMS) throw new ImapSyntaxError('Too many items');
      if (items.length > 0) this.space();
      items.push(item());
    }
    return items;
  }

  private match(pattern: RegExp, what: string): string {
    pattern.lastIndex = this.offset;
    const match = pattern.exec(this.text);
    if (match === null) throw new ImapSyntaxError(`Expected ${what}`);
    this.offset += match[0].length;
    return match[0];
  }
}
