import { MailError } from '../../../../preload/contract/index.ts';
import { isList, type ImapNode } from '../imapNodes.ts';

/**
 * A command as it goes on the wire, without its tag: text, and bytes that a literal announces. A piece of text that
 * ends in `{n}` waits for the server's continuation (RFC 9051 section 4.3) unless LITERAL+ is there.
 */
export type CommandPiece = string | Buffer;

const MAX_QUOTED = 1000;
/** LITERAL- (RFC 7888) allows this much without waiting. */
const MAX_EAGER_LITERAL = 4096;

export type EagerLiterals = 'all' | 'small' | 'none';

/** Throws `invalidRequest` for an atom that would break out of its place. */
export function formatCommand(
  command: string,
  args: readonly ImapNode[],
  eager: EagerLiterals,
): readonly CommandPiece[] {
  const pieces: CommandPiece[] = [command];
  for (const arg of args) {
    add(pieces, ' ');
    format(arg, pieces, eager);
  }
  add(pieces, '\r\n');
  return pieces;
}

/** True when this piece of text announces a literal that the server must allow first. */
export const waitsForServer = (piece: CommandPiece): boolean =>
  typeof piece === 'string' && /\{\d+\}\r\n$/.test(piece);

function format(node: ImapNode, pieces: CommandPiece[], eager: EagerLiterals): void {
  if (node === null) return add(pieces, 'NIL');
  if (isList(node)) {
    add(pieces, '(');
    for (const [index, item] of node.entries()) {
      if (index > 0) add(pieces, ' ');
      format(item, pieces, eager);
    }
    return add(pieces, ')');
  }
  const { type, value, section } = node;
  if (Buffer.isBuffer(value)) return addLiteral(pieces, value, eager);
  const text = String(value ?? '');
  if (type === 'STRING') return addString(pieces, text, eager);
  // A flag begins with a backslash, a set holds `*`; what ends an atom or a line is never in one.
  if (!/^[\x21-\x7e]*$/.test(text) || /[(){}"]/.test(text) || (text === '' && section === undefined))
    throw new MailError('invalidRequest', 'a word that the protocol cannot carry', { scope: 'request' });
  add(pieces, text);
  if (section === undefined) return;
  add(pieces, '[');
  for (const [index, item] of section.entries()) {
    if (index > 0) add(pieces, ' ');
    format(item, pieces, eager);
  }
  add(pieces, ']');
}

function addString(pieces: CommandPiece[], text: string, eager: EagerLiterals): void {
  if (/^[\x20-\x7e]*$/.test(text) && text.length <= MAX_QUOTED)
    add(pieces, `"${text.replace(/["\\]/g, '\\$&')}"`);
  else addLiteral(pieces, Buffer.from(text), eager);
}

function addLiteral(pieces: CommandPiece[], bytes: Buffer, eager: EagerLiterals): void {
  const now = eager === 'all' || (eager === 'small' && bytes.length <= MAX_EAGER_LITERAL);
  add(pieces, `{${bytes.length}${now ? '+' : ''}}\r\n`);
  pieces.push(bytes);
}

/** Text joins the text before it; literals stay on their own. */
function add(pieces: CommandPiece[], text: string): void {
  const last = pieces.at(-1);
  if (typeof last === 'string' && !/\{\d+\+?\}\r\n$/.test(last)) pieces[pieces.length - 1] = last + text;
  else pieces.push(text);
}
