/** One token of a parsed IMAP response (RFC 3501 section 9); a literal's value is a Buffer, NIL is null. */
export interface ImapToken {
  readonly type: string;
  readonly value?: string | Buffer | number | null | undefined;
  readonly section?: readonly ImapNode[] | undefined;
}
export type ImapNode = ImapToken | readonly ImapNode[] | null;

/** A response: `* 12 FETCH (…)` has the command `12` and the name `FETCH`. */
export interface ImapReply {
  readonly command: string;
  /** In upper case. */
  readonly name: string;
  /** Read when first asked for; throws UnreadableResponse. */
  readonly attributes: readonly ImapNode[];
  /** The whole response, and where its arguments begin in it. */
  readonly bytes: Buffer;
  readonly argumentsAt: number;
  /** Literals that were too large to keep: NIL stands in their place. */
  readonly skippedLiterals: number;
}

export const isList = (node: ImapNode | undefined): node is readonly ImapNode[] => Array.isArray(node);

/** The list, or an empty one for NIL and anything else. */
export const listOf = (node: ImapNode | undefined): readonly ImapNode[] => (isList(node) ? node : []);

/** The token's raw value: text (already read as UTF-8), or bytes of a literal; null for NIL and lists. */
export function rawOf(node: ImapNode | undefined): string | Buffer | null {
  if (node === null || node === undefined || isList(node)) return null;
  const { value } = node;
  if (typeof value === 'number') return String(value);
  return value ?? null;
}

/** The token's text; empty for NIL and lists. Bytes are read as Latin-1, so ASCII stays what it is. */
export function textOf(node: ImapNode | undefined): string {
  const raw = rawOf(node);
  if (raw === null) return '';
  return typeof raw === 'string' ? raw : raw.toString('latin1');
}

/** A non-negative integer of at most 15 digits; null for anything else. */
export function numberOf(node: ImapNode | undefined): number | null {
  const text = textOf(node);
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The response code in brackets (RFC 3501 section 7.1), name in upper case; null when there is none. */
export function responseCode(
  attributes: readonly ImapNode[],
): { readonly name: string; readonly args: readonly ImapNode[] } | null {
  const first = attributes[0];
  if (first === null || first === undefined || isList(first) || first.section === undefined) return null;
  const [name, ...args] = first.section;
  const text = textOf(name).toUpperCase();
  return text === '' ? null : { name: text, args };
}

/** What the server said in words. */
export const humanText = (attributes: readonly ImapNode[]): string =>
  attributes
    .filter((node) => node !== null && !isList(node) && node.type === 'TEXT')
    .map((node) => textOf(node))
    .join(' ')
    .trim();

/** Arguments of a command, as the adapter sends them. */
export const atom = (value: string): ImapToken => ({ type: 'ATOM', value });
export const quoted = (value: string): ImapToken => ({ type: 'STRING', value });
export const uids = (value: string): ImapToken => ({ type: 'SEQUENCE', value });
export const literal = (value: Uint8Array): ImapToken => ({
  type: 'LITERAL',
  value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
});
