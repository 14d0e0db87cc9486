import type { ImapConnection } from './ImapConnection.ts';
import { atom, uids, type ImapNode } from './imapNodes.ts';
import { parseFetch, type FetchedMessage } from './parseFetch.ts';
import { formatRanges, hasUid, type UidRanges } from './uidSet.ts';

/** Which messages: by UID, or by position (RFC 9051 section 2.3.1.2) in the selected folder. */
export type FetchTarget = { readonly uids: UidRanges } | { readonly sequence: readonly [number, number] };

const section = (...parts: readonly ImapNode[]): ImapNode => ({
  type: 'ATOM',
  value: 'BODY.PEEK',
  section: parts,
});

export const UID_ITEMS: readonly ImapNode[] = [atom('UID')];
export const FLAG_ITEMS: readonly ImapNode[] = ['UID', 'FLAGS'].map(atom);
/** What is known of a message without its header. */
export const BARE_ITEMS: readonly ImapNode[] = ['UID', 'FLAGS', 'INTERNALDATE', 'RFC822.SIZE'].map(atom);
/**
 * All a summary is made of. The header's own lines, not ENVELOPE: they are read as those of mail on the disk are,
 * raw 8-bit text included, and no server's own idea of them comes between (docs/decisions/0005).
 */
export const SUMMARY_ITEMS: readonly ImapNode[] = [
  ...BARE_ITEMS,
  atom('BODYSTRUCTURE'),
  section(
    atom('HEADER.FIELDS'),
    [
      'DATE',
      'SUBJECT',
      'FROM',
      'SENDER',
      'REPLY-TO',
      'TO',
      'CC',
      'BCC',
      'MESSAGE-ID',
      'IN-REPLY-TO',
      'REFERENCES',
    ].map(atom),
  ),
];
export const SOURCE_ITEMS: readonly ImapNode[] = [atom('UID'), section()];

export interface FetchResult {
  readonly messages: readonly FetchedMessage[];
  /** False when a line of the answer could not be read: absence then means nothing. */
  readonly complete: boolean;
}

export type NumberedMessage = FetchedMessage & { readonly uid: number };
const isNumbered = (message: FetchedMessage): message is NumberedMessage => message.uid !== null;

/**
 * FETCH or UID FETCH in the selected folder, MODSEQ asked for where enabled; `take` is called for each response with
 * a UID that was asked for, as it comes (what shares memory with the response must be used at once). Responses for
 * other messages are dropped (`n:*`, and flags that servers volunteer). Resolves with whether all could be read.
 */
export async function fetchEach(
  connection: ImapConnection,
  target: FetchTarget,
  items: readonly ImapNode[],
  take: (message: NumberedMessage) => void,
): Promise<{ readonly complete: boolean }> {
  const withModseq = connection.enabled.has('CONDSTORE') && connection.selected?.highestModseq !== null;
  const query = withModseq ? [...items, atom('MODSEQ')] : items;
  const byUid = 'uids' in target;
  const set = byUid ? formatRanges(target.uids) : `${target.sequence[0]}:${target.sequence[1]}`;
  const lostBefore = connection.linesLost;
  await connection.run(byUid ? 'UID FETCH' : 'FETCH', [uids(set), query], {
    FETCH: (reply) => {
      const message = parseFetch(reply);
      if (!isNumbered(message)) return true;
      // A server may send FLAGS of other messages in between (RFC 9051 section 7.5.2).
      const asked = byUid
        ? hasUid(target.uids, message.uid)
        : message.sequence >= target.sequence[0] && message.sequence <= target.sequence[1];
      if (asked) take(message);
      return asked;
    },
  });
  return { complete: connection.linesLost === lostBefore };
}

/** The same, gathered: one entry per UID, since an answer may come in pieces (later values win). */
export async function fetchMessages(
  connection: ImapConnection,
  target: FetchTarget,
  items: readonly ImapNode[],
): Promise<FetchResult> {
  const merged = new Map<number, FetchedMessage>();
  const { complete } = await fetchEach(connection, target, items, (message) => {
    const before = merged.get(message.uid);
    merged.set(message.uid, before === undefined ? message : mergePieces(before, message));
  });
  return { messages: [...merged.values()], complete };
}

const mergePieces = (before: FetchedMessage, piece: FetchedMessage): FetchedMessage => ({
  sequence: piece.sequence,
  uid: piece.uid,
  flags: piece.flags ?? before.flags,
  modseq: piece.modseq ?? before.modseq,
  sizeBytes: piece.sizeBytes ?? before.sizeBytes,
  internalDate: piece.internalDate ?? before.internalDate,
  bodyStructure: piece.bodyStructure ?? before.bodyStructure,
  header: piece.header ?? before.header,
  source: piece.source ?? before.source,
  tooLarge: piece.tooLarge || before.tooLarge,
});
