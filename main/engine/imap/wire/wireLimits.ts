/** What a server may make us hold; above it the connection ends with `protocol.tooLarge`. */
export interface WireLimits {
  /** One line without its literals; SEARCH ALL of a million messages fits. */
  readonly maxLineBytes: number;
  /** A literal that is kept: one whole message. */
  readonly maxLiteralBytes: number;
  /** A literal up to this size is read past and counts as NIL, so that one huge message costs no connection. */
  readonly maxSkippedBytes: number;
  /** A whole response, literals included. */
  readonly maxResponseBytes: number;
}

const MiB = 1024 * 1024;
export const MAX_MESSAGE_BYTES = 64 * MiB;

export const WIRE_LIMITS: WireLimits = {
  maxLineBytes: 16 * MiB,
  maxLiteralBytes: MAX_MESSAGE_BYTES,
  maxSkippedBytes: 1024 * MiB,
  maxResponseBytes: MAX_MESSAGE_BYTES + 16 * MiB,
};

/** Lists inside lists; real structures stay below 30. */
export const MAX_NESTING = 100;
/** Tokens of one response, so that a line of `()()()…` is not a hundred times its size in memory. */
export const MAX_TOKENS = 500_000;
