/** What a step waits for: a line that matches (without CRLF), so many bytes (a literal), or a dot-terminated block. */
export type Expectation = RegExp | { readonly bytes: number } | 'dotTerminated';

/** What the client sent to fulfil an expectation. */
export interface Received {
  /** The line without CRLF, or the block. */
  readonly bytes: Buffer;
  /** `bytes` as Latin-1. */
  readonly text: string;
  /** The IMAP tag: the first word of the last line with several words, so that a continuation keeps its command's. */
  readonly tag: string;
  readonly match: RegExpExecArray | undefined;
}

/**
 * What goes back: an array is lines (CRLF is added to each), a string or bytes go out exactly. In lines and strings
 * `{tag}` becomes the tag of the command.
 */
export type Reply =
  readonly string[] | string | Uint8Array | ((received: Received) => readonly string[] | string | Uint8Array);

/** Done in this order: expect, wait, reply, startTls, close. Each part may be left out. */
export interface Step {
  readonly expect?: Expectation;
  /** A delay the test controls. */
  readonly wait?: () => Promise<void>;
  readonly reply?: Reply;
  readonly startTls?: true;
  /** `end` closes in order, `reset` as a crash does. */
  readonly close?: 'end' | 'reset';
}

/** A line the server answers the same way at any point of the script, without moving on. */
export interface StandingRule extends Step {
  readonly expect: RegExp;
}

/** One conversation, played for one connection. After the last step the server goes on by `always` alone. */
export interface Script {
  /** Sent first; a server without one stays silent. */
  readonly greeting?: Reply;
  readonly steps: readonly Step[];
  /** Tried when the current step does not match. */
  readonly always?: readonly StandingRule[];
}

/** The bytes of a reply. */
export function replyBytes(reply: Reply, received: Received): Buffer {
  const content = typeof reply === 'function' ? reply(received) : reply;
  if (content instanceof Uint8Array) return Buffer.from(content);
  const text = typeof content === 'string' ? content : content.map((line) => `${line}\r\n`).join('');
  return Buffer.from(text.replaceAll('{tag}', received.tag));
}

/** Describes bytes from the client; `match` when it was a line that matched. */
export function receivedFrom(bytes: Buffer, tag: string, match?: RegExpExecArray): Received {
  return { bytes, text: bytes.toString('latin1'), tag, match };
}
