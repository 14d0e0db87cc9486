import { isList, listOf, numberOf, rawOf, textOf, type ImapNode, type ImapReply } from './imapNodes.ts';
import { MAX_UID } from './uidSet.ts';

/** One FETCH response (RFC 3501 section 7.4.2), as far as it could be read. */
export interface FetchedMessage {
  readonly sequence: number;
  readonly uid: number | null;
  readonly flags: readonly string[] | null;
  readonly modseq: string | null;
  readonly sizeBytes: number | null;
  /** Milliseconds since the epoch. */
  readonly internalDate: number | null;
  readonly envelope: readonly ImapNode[] | null;
  readonly bodyStructure: readonly ImapNode[] | null;
  /** `BODY[HEADER…]` */
  readonly header: Buffer | null;
  /** `BODY[]` */
  readonly source: Buffer | null;
}

/** Reads a FETCH response; items of another shape than the RFC's count as absent, unknown ones are passed over. */
export function parseFetch(reply: ImapReply): FetchedMessage {
  const items = listOf(reply.attributes[1]);
  const values = new Map<string, ImapNode>();
  for (let at = 0; at + 1 < items.length; at += 2) values.set(keyOf(items[at]), items[at + 1] ?? null);
  const flags = values.get('FLAGS');
  const modseq = textOf(listOf(values.get('MODSEQ'))[0]);
  const uid = numberOf(values.get('UID'));
  return {
    sequence: /^\d{1,10}$/.test(reply.command) ? Number(reply.command) : 0,
    uid: uid !== null && uid >= 1 && uid <= MAX_UID ? uid : null,
    flags: isList(flags) ? flags.map(textOf).filter((flag) => flag !== '') : null,
    modseq: /^\d{1,20}$/.test(modseq) ? modseq : null,
    sizeBytes: numberOf(values.get('RFC822.SIZE')),
    internalDate: dateOf(textOf(values.get('INTERNALDATE'))),
    envelope: listOrNull(values.get('ENVELOPE')),
    bodyStructure: listOrNull(values.get('BODYSTRUCTURE')),
    header: bytesOf(values.get('BODY[HEADER]')),
    source: bytesOf(values.get('BODY[]')),
  };
}

/** The name of a data item; every `BODY[HEADER…]` is one name, for no command asks for two of them. */
function keyOf(node: ImapNode | undefined): string {
  const name = textOf(node).toUpperCase();
  if (node === null || node === undefined || isList(node) || node.section === undefined) return name;
  const section = textOf(node.section[0]).toUpperCase();
  return `${name}[${section.replace(/\.FIELDS.*$/, '')}]`;
}

const listOrNull = (node: ImapNode | undefined): readonly ImapNode[] | null => (isList(node) ? node : null);

/** A section may come as a quoted string instead of a literal; it was read as UTF-8 then. */
function bytesOf(node: ImapNode | undefined): Buffer | null {
  const raw = rawOf(node);
  return typeof raw === 'string' ? Buffer.from(raw) : raw;
}

/** `17-Jul-1996 02:44:25 -0700`, the day possibly padded with a space. */
function dateOf(text: string): number | null {
  const at = Date.parse(text.trim().replace(/^(\d{1,2})-(\w{3})-(\d{4})/, '$1 $2 $3'));
  return Number.isNaN(at) ? null : at;
}
