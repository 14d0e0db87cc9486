/** What the bytes of a client amount to so far. */
export type ImapInput =
  /** A whole command: text, literal, text, literal, …, text. Text pieces carry no line end. */
  | { readonly kind: 'command'; readonly pieces: readonly Buffer[] }
  /** The client waits for `+` before it sends its literal. */
  | { readonly kind: 'literalAnnounced' }
  /** Too large. `fatal` means the bytes come anyway (RFC 7888 section 4), so that only closing helps. */
  | { readonly kind: 'refused'; readonly tag: string; readonly reason: string; readonly fatal: boolean };

export interface ImapReaderLimits {
  /** All text of one command together, literals not counted. */
  readonly maxTextBytes: number;
  /** A literal that is an argument, such as a mailbox name. */
  readonly maxArgumentBytes: number;
  /** A literal that is a message (APPEND). */
  readonly maxMessageBytes: number;
}

const LITERAL = /\{(\d{1,10})(\+?)\}$/;

/** Cuts a byte stream into commands (RFC 3501 section 2.2.1, RFC 7888). Sans-I/O; memory is bounded by the limits. */
export class ImapCommandReader {
  private readonly limits: ImapReaderLimits;
  private pieces: Buffer[] = [];
  private textBytes = 0;
  private waiting: Buffer = Buffer.alloc(0);
  private literal: { missing: number; readonly chunks: Buffer[] } | undefined;

  constructor(limits: ImapReaderLimits) {
    this.limits = limits;
  }

  /** Takes what arrived and returns what it completed. After a fatal refusal nothing more should be pushed. */
  push(chunk: Buffer): ImapInput[] {
    const inputs: ImapInput[] = [];
    let rest: Buffer = chunk;
    while (rest.length > 0) {
      if (this.literal !== undefined) {
        rest = this.takeLiteral(this.literal, rest);
        continue;
      }
      const lineEnd = rest.indexOf(0x0a);
      const upTo = lineEnd === -1 ? rest.length : lineEnd + 1;
      this.textBytes += upTo;
      if (this.textBytes > this.limits.maxTextBytes) {
        inputs.push({ kind: 'refused', tag: '*', reason: 'Command line is too long', fatal: true });
        return inputs;
      }
      this.waiting = Buffer.concat([this.waiting, rest.subarray(0, upTo)]);
      rest = rest.subarray(upTo);
      if (lineEnd === -1) return inputs;
      const input = this.endLine();
      if (input !== undefined) inputs.push(input);
      if (input?.kind === 'refused' && input.fatal) return inputs;
    }
    return inputs;
  }

  private takeLiteral(literal: { missing: number; readonly chunks: Buffer[] }, rest: Buffer): Buffer {
    const taken = rest.subarray(0, literal.missing);
    literal.chunks.push(taken);
    literal.missing -= taken.length;
    if (literal.missing === 0) {
      this.pieces.push(Buffer.concat(literal.chunks));
      this.literal = undefined;
    }
    return rest.subarray(taken.length);
  }

  private endLine(): ImapInput | undefined {
    const line = this.waiting.subarray(0, this.waiting.at(-2) === 0x0d ? -2 : -1);
    this.waiting = Buffer.alloc(0);
    this.pieces.push(line);
    const announced = LITERAL.exec(line.toString('latin1', Math.max(0, line.length - 14)));
    if (announced === null) {
      const command = { kind: 'command', pieces: this.pieces } as const;
      this.reset();
      return command;
    }
    const size = Number(announced[1]);
    const nonSynchronising = announced[2] === '+';
    if (size > this.literalLimit()) return this.refuse(nonSynchronising);
    if (size === 0) this.pieces.push(Buffer.alloc(0));
    else this.literal = { missing: size, chunks: [] };
    return nonSynchronising ? undefined : { kind: 'literalAnnounced' };
  }

  private literalLimit(): number {
    const isAppend = /^\S+ APPEND /i.test(this.pieces[0]?.toString('latin1', 0, 64) ?? '');
    const isMessage =
      isAppend && (this.pieces.length > 1 || !/ APPEND \{/i.test(this.pieces[0]?.toString('latin1') ?? ''));
    return isMessage ? this.limits.maxMessageBytes : this.limits.maxArgumentBytes;
  }

  private refuse(fatal: boolean): ImapInput {
    const tag = /^[^\s()*{%"\\+]+/.exec(this.pieces[0]?.toString('latin1', 0, 64) ?? '')?.[0] ?? '*';
    this.reset();
    return { kind: 'refused', tag, reason: 'That literal is too large', fatal };
  }

  private reset(): void {
    this.pieces = [];
    this.textBytes = 0;
  }
}
